import { realpathSync } from 'node:fs';
import { basename } from 'node:path';

/** The name that a package manager gives it, and its own. */
const names: ReadonlySet<string> = new Set(['autonomica-metrics', 'cli.cjs']);
const installed = /[\\/]@autonomica[\\/]metrics[\\/]dist[\\/]cli\.cjs$/;

/** Whether a program is this package's command: under `NODE_OPTIONS` it is preloaded too, and starts what it needs itself. */
export function isOwnCommand(entry: string): boolean {
  try {
    return names.has(basename(entry)) && installed.test(realpathSync(entry));
  } catch {
    // a name that Node completes itself
    return false;
  }
}
