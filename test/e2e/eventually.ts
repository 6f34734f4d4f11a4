import { setTimeout as pause } from 'node:timers/promises';

const pauseMs = 20;

/** Tries until it does not throw, and gives what it gives; past the deadline it throws what the last try threw. */
export async function eventually<T>(attempt: () => T | Promise<T>, withinMs = 10_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(pauseMs);
    }
  }
}

/** Rejects when something takes longer than it may. */
export async function within<T>(what: string, work: Promise<T>, ms = 10_000): Promise<T> {
  const late = new AbortController();
  const deadline = pause(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${what}: nothing within ${ms} ms`);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    late.abort();
    deadline.catch(() => {});
  }
}
