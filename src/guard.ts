import { log } from './log.ts';

const mostInARow = 100;
const counts = new Map<string, number>();

/** How often each hook has failed. */
export const failures: ReadonlyMap<string, number> = counts;

/** What was thrown, as text; some things that can be thrown have none. */
export function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? (error.stack ?? error.message) : error);
  } catch {
    return 'something that can not be printed';
  }
}

function failed(hook: string, error: unknown): void {
  counts.set(hook, (counts.get(hook) ?? 0) + 1);
  log.once(`hook ${hook}`, `hook "${hook}" failed, the application is not affected: ${textOf(error)}`);
}

/**
 * Wraps what foreign code calls: it never throws, a failure is counted and logged once, and after 100 failures in a row
 * it is not called any more.
 */
export function guard<A extends unknown[]>(hook: string, work: (...args: A) => void): (...args: A) => void {
  let inARow = 0;
  return (...args) => {
    if (inARow >= mostInARow) return;
    try {
      work(...args);
      inARow = 0;
    } catch (error) {
      inARow += 1;
      failed(hook, error);
      if (inARow === mostInARow) log.error(`hook "${hook}" failed ${mostInARow} times in a row and is detached`);
    }
  };
}
