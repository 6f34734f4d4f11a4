import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

function versionIn(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, 'node_modules', '@opentelemetry', 'api', 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** The version of the application's own copy of the OpenTelemetry API, if it has one: that beside its entry, or above. */
export function apiVersionFor(entry: string): string | undefined {
  for (let folder = dirname(resolve(entry)); ; folder = dirname(folder)) {
    const version = versionIn(folder);
    if (version !== undefined || folder === dirname(folder)) return version;
  }
}
