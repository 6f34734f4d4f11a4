import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './e2e/scratch.ts';

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the last build says of each bundle. */
export const metafiles = (): readonly Metafile[] =>
  JSON.parse(readFileSync(join(root, 'node_modules', '.cache', 'metafiles.json'), 'utf8')) as Metafile[];

/** The files that are in a bundle. */
export const inputsOf = (file: string): string[] =>
  Object.keys(metafiles().find(({ outputs }) => Object.hasOwn(outputs, `dist/${file}`))?.inputs ?? {});
