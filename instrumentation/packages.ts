import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

function versionIn(folder: string, name: string): string | undefined {
  try {
    const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** The version of the application's own copy of a package, if it has one: that beside its entry, or above. */
export function versionFor(entry: string, name: string): string | undefined {
  for (let folder = dirname(resolve(entry)); ; folder = dirname(folder)) {
    const version = versionIn(folder, name);
    if (version !== undefined || folder === dirname(folder)) return version;
  }
}
