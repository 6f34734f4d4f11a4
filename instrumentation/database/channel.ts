import diagnosticsChannel from 'node:diagnostics_channel';
import type { Context } from '../../src/instrumentation.ts';
import { type Called, recordCall } from './client.ts';

/** What a library tells of a call, the same object from the start to the end. */
interface Message {
  readonly error?: unknown;
}

export interface Told<M> {
  /** The tracing channel: `node-redis:command`. */
  readonly channel: string;
  /** What the call was; undefined where it is not one to be counted. */
  called(message: M): Called | undefined;
  errorOf(error: unknown): string;
}

/** Measures what a library tells on a tracing channel of its own, each call once. */
export function onCalls<M extends Message>({ channel, called, errorOf }: Told<M>, context: Context): void {
  const began = new WeakMap<object, number>();
  const end = (message: M, error?: string): void => {
    const at = began.get(message);
    if (at === undefined || !began.delete(message)) return;
    const call = called(message);
    if (call) recordCall(context, at, call, error);
  };
  const steps: Readonly<Record<string, (message: M) => void>> = {
    start: (message) => void began.set(message, performance.now()),
    error: (message) => end(message, errorOf(message.error)),
    asyncStart: (message) => end(message),
  };
  for (const [step, work] of Object.entries(steps)) {
    const tell = context.guard(`${channel} ${step}`, work);
    diagnosticsChannel.subscribe(`tracing:${channel}:${step}`, (message) => tell(message as M));
  }
}
