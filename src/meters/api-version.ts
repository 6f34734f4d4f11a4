import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of a copy of the API, in a line of a stack. */
const folder = /(?:\(|at )((?:file:\/\/)?(?:\/|[a-z]:[\\/]).*[\\/]@opentelemetry[\\/]api)[\\/]/i;

/**
 * The version of the copy of the API that called, as far as the stack tells. An application may have several, such as those that pnpm links;
 * each takes a slot of its own version only.
 */
export function callingApiVersion(): string | undefined {
  try {
    // an application may have its own way of writing stacks, and it may throw
    const [, found] = folder.exec(String(new Error('who calls').stack)) ?? [];
    if (found === undefined) return undefined;
    const path = found.startsWith('file://') ? fileURLToPath(found) : found;
    const { version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

const minorOf = (version: string): number => Number(version.split('.')[1]);

/** The newer of two versions: a copy takes what is registered by one that is at least as new. */
export const newerOf = (one: string, other: string): string => (minorOf(one) > minorOf(other) ? one : other);
