import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
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

/** Whether a file says so itself: in its first line, which JSON has none of. */
function isGenerated(path: string): boolean {
  const text = current(path) ?? '';
  return (path.endsWith('.json') ? text : (text.split('\n', 1)[0] ?? '')).includes(mark);
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
  Object.keys(files).filter((path) => current(path) !== undefined && !isGenerated(path));

const listed = /\.(ya?ml|json|md)$/;
const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => listed.test(name)) : []);

/**
 * What was generated once beside these files and is not among them any more, such as the rules of jobs that are gone: Prometheus would go on
 * reading it. Only folders of theirs are looked into.
 */
export function obsoleteIn(out: string, files: Files): readonly string[] {
  const folders = new Set(
    Object.keys(files)
      .map((path) => dirname(path))
      .filter((folder) => folder !== '.'),
  );
  return [...folders]
    .flatMap((folder) => namesIn(join(out, folder)).map((name) => join(folder, name)))
    .filter((path) => !Object.hasOwn(files, path.replaceAll(sep, '/')))
    .map((path) => join(out, path))
    .filter(isGenerated);
}

export const removeAll = (paths: readonly string[]): void => paths.forEach((path) => rmSync(path));

export function writeAll(files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
