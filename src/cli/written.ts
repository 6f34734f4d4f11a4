import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from '../generate/monitoring.ts';
import { mark } from '../generate/rules.ts';

/** Undefined where there is no such file; whatever else keeps it from being read is an error. */
function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The files, by their path with the folder, that are not there as they would be written. */
export const staleIn = (out: string, files: Files): Files =>
  Object.fromEntries(
    Object.entries(files)
      .map(([path, text]) => [join(out, path), text] as const)
      .filter(([path, text]) => current(path) !== text),
  );

/** Those of them that somebody else wrote. */
export const foreignAmong = (files: Files): readonly string[] =>
  Object.keys(files).filter((path) => current(path)?.includes(mark) === false);

export function writeAll(files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
