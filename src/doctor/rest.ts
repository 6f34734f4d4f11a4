import { setTimeout as pause } from 'node:timers/promises';

/** Waits, and no longer than until it is told to end. */
export const rest = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal }).catch(() => {});
