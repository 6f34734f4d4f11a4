import type { ModelCall } from './model-call.ts';

/** Ends calls whose answer nobody can read any more: what was to be read, a promise or a stream, is garbage. */
export const forgotten = new FinalizationRegistry<ModelCall>((call) => call.end('abandoned'));
