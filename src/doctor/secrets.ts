import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Finding, wrong } from './finding.ts';

/** The files that a configuration reads secrets from. */
export function secretFilesOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (typeof value !== 'string') return secretFilesOf(value);
    return key.endsWith('_file') && !/^(ca|cert)_file$/.test(key) && value !== '' ? [value] : [];
  });
}

/** What is wrong with the text of a secret, which is not shown. */
function faultOf(text: string): readonly [what: string, remedy: string] | undefined {
  if (text.trim() === '') return ['it is empty', 'write the secret into it'];
  if (text.endsWith('\n'))
    return ['it ends with a newline, which becomes a part of the secret', 'write it without: printf %s "$SECRET" > file'];
  return undefined;
}

function secretFinding(name: string, folder: string): readonly Finding[] {
  const where = join(folder, basename(name));
  try {
    const [what, remedy] = faultOf(readFileSync(where, 'utf8')) ?? [];
    return what === undefined ? [] : [wrong({ check: 'alertmanager.secret', where, what, remedy: remedy ?? '' })];
  } catch (error) {
    const what = `it can not be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}; Alertmanager wants it as ${name}`;
    return [wrong({ check: 'alertmanager.secret', where, what, remedy: 'put it there, readable for the user that runs Alertmanager' })];
  }
}

/** What is wrong with the files of secrets, looked for by their names in a folder. */
export const secretFindings = (names: readonly string[], folder: string): readonly Finding[] =>
  [...new Set(names)].flatMap((name) => secretFinding(name, folder));
