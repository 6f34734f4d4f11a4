import { finished, type Readable } from 'node:stream';
import type { Context } from '../../src/instrumentation.ts';
import { forgotten } from './forgotten.ts';
import type { ModelCall } from './model-call.ts';

type Result = IteratorResult<unknown, unknown>;
type Iteration = AsyncGenerator<unknown, unknown>;

/** The stream of both libraries: every way of reading it asks `iterator` for one. */
export interface Streaming {
  iterator(this: unknown): Iteration;
  readonly controller: AbortController;
}

export function isStreaming(value: unknown): value is Streaming {
  const { iterator, controller } = (value ?? {}) as Partial<Streaming>;
  return typeof iterator === 'function' && controller instanceof AbortController;
}

/**
 * Follows the reading of a stream. What the application is given is what the library made: its own iterator and its own promises.
 *
 * A chunk costs a comparison and four assignments: the last three promises that were asked for are kept, and nothing is hung on them until
 * the end of the response's body is heard. Then they are looked at, and what is asked for from then on: among them are the chunk that tells
 * the tokens, the last one and the end, in all these protocols. Of what comes before only the first chunk is looked at.
 */
class Following {
  readonly #call: ModelCall;
  readonly #signal: AbortSignal;
  readonly #look: (promise: Promise<Result>) => void;
  readonly #leaving: () => void;
  #isNear = false;
  #hasAsked = false;
  #last: Promise<Result> | undefined;
  #second: Promise<Result> | undefined;
  #third: Promise<Result> | undefined;

  constructor(call: ModelCall, signal: AbortSignal, guard: Context['guard']) {
    this.#call = call;
    this.#signal = signal;
    const seen = guard('model chunk', (result: Result) => this.#take(result));
    const failed = guard('model chunk', (error: unknown) => call.fail(error));
    this.#look = guard('model chunk', (promise: Promise<Result>) => void promise.then(seen, failed));
    this.#leaving = guard('model chunk', () => call.end(call.isWhole ? undefined : 'aborted'));
  }

  /** Hears the end of the body, which holds on to this, and must not to the stream: unread, both are garbage together. */
  hear(body: unknown, guard: Context['guard']): void {
    const near = guard('model stream', () => this.near());
    try {
      finished(body as Readable, near);
    } catch {
      // the application's own `fetch`, with a body that nobody knows: every chunk is looked at
      near();
    }
  }

  asked(promise: Promise<Result>): void {
    if (this.#isNear || !this.#hasAsked) this.#look(promise);
    this.#hasAsked = true;
    this.#third = this.#second;
    this.#second = this.#last;
    this.#last = promise;
  }

  /** The end is near: the body of the response has come, has failed or was cancelled. */
  near(): void {
    if (this.#isNear) return;
    this.#isNear = true;
    for (const promise of [this.#third, this.#second, this.#last]) if (promise !== undefined) this.#look(promise);
    if (!this.#hasAsked && this.#signal.aborted) this.#call.end('aborted');
  }

  /** The application reads no further. */
  left(): void {
    this.near();
    // after what has been looked at
    queueMicrotask(this.#leaving);
  }

  #take({ done, value }: Result): void {
    if (done === true) return this.#call.end(this.#signal.aborted && !this.#call.isWhole ? 'aborted' : undefined);
    this.#call.first();
    this.#call.hear(value);
  }
}

/** What reads a stream holds it by this, so that the stream is garbage only after it. */
interface Reading {
  readonly following: Following;
  readonly stream: Streaming;
}

function follow(iteration: Iteration, reading: Reading): void {
  const { next, return: leave } = iteration;
  iteration.next = function nextFollowed() {
    const promise = Reflect.apply(next, this, arguments) as Promise<Result>;
    reading.following.asked(promise);
    return promise;
  };
  iteration.return = function returnFollowed() {
    const promise = Reflect.apply(leave, this, arguments) as Promise<Result>;
    reading.following.left();
    return promise;
  };
}

/** Ends a call when its stream is read to the end, left, aborted or forgotten. */
export function followStream(stream: Streaming, call: ModelCall, body: unknown, guard: Context['guard']): void {
  const following = new Following(call, stream.controller.signal, guard);
  const begin = guard('model stream', follow);
  const { iterator } = stream;
  stream.iterator = function iteratorFollowed() {
    const iteration = Reflect.apply(iterator, this, arguments) as Iteration;
    begin(iteration, { following, stream });
    return iteration;
  };
  forgotten.register(stream, call, call);
  following.hear(body, guard);
}
