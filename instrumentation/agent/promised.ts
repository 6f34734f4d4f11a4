import type { Context } from '../../src/instrumentation.ts';
import { forgotten } from './forgotten.ts';
import type { ModelCall } from './model-call.ts';
import { followStream, isStreaming } from './streamed.ts';

interface Received {
  readonly response?: { readonly body?: unknown };
}

/**
 * The promise of both libraries. It sends the request at once, and reads the answer when it is first awaited. Those derived from it,
 * `withResponse()` and `parse()` of the resources, have the same `responsePromise`.
 */
interface Promised {
  readonly responsePromise: Promise<Received>;
  parsedPromise?: Promise<unknown>;
  parse(): Promise<unknown>;
  asResponse(): Promise<unknown>;
}

interface Answering {
  readonly call: ModelCall;
  isRead: boolean;
}

const answering = new WeakMap<object, Answering>();
const hooked = new WeakSet<object>();

const isPromised = (value: unknown): value is Promised => {
  const { responsePromise, parse, asResponse } = (value ?? {}) as Partial<Promised>;
  return responsePromise instanceof Promise && typeof parse === 'function' && typeof asResponse === 'function';
};

/**
 * Follows the answer of a call that was just made. The promise is the application's: nothing is awaited that it does not await, and what it
 * hands on rejects as it would have, so that a rejection that nobody handles is one still.
 */
export function followPromise(promised: unknown, begin: () => ModelCall, guard: Context['guard']): void {
  if (!isPromised(promised)) throw new TypeError('what was returned is not a promise that is known');
  hookPromises(Object.getPrototypeOf(promised) as Promised, guard);
  const { responsePromise } = promised;
  const call = begin();
  answering.set(responsePromise, { call, isRead: false });
  forgotten.register(responsePromise, call, call);
}

function hookPromises(prototype: Promised, guard: Context['guard']): void {
  if (hooked.has(prototype)) return;
  hooked.add(prototype);
  const { parse, asResponse } = prototype;
  prototype.parse = function parseFollowed() {
    const isFirst = this.parsedPromise === undefined;
    const parsed = Reflect.apply(parse, this, arguments) as Promise<unknown>;
    const entry = isFirst ? answering.get(this.responsePromise) : undefined;
    if (entry === undefined || entry.isRead) return parsed;
    this.parsedPromise = followed(parsed, this.responsePromise, entry, guard);
    return this.parsedPromise;
  };
  prototype.asResponse = function asResponseFollowed() {
    const response = Reflect.apply(asResponse, this, arguments) as Promise<unknown>;
    const entry = answering.get(this.responsePromise);
    return entry === undefined || entry.isRead ? response : unread(response, entry, guard);
  };
}

/** Reads what was parsed, which may be a stream, and hands it on. */
function followed(parsed: Promise<unknown>, received: Promise<Received>, entry: Answering, guard: Context['guard']): Promise<unknown> {
  const { call } = entry;
  entry.isRead = true;
  forgotten.unregister(call);
  let body: unknown;
  // whoever parses handles its rejection
  received.then(({ response }) => {
    body = response?.body;
    return body;
  }, ignored);
  const answered = guard('model answer', (answer: unknown) => {
    if (isStreaming(answer)) return followStream(answer, call, body, guard);
    call.hear(answer);
    call.end();
  });
  const failed = guard('model answer', (error: unknown) => call.fail(error));
  return parsed.then(
    (answer) => {
      answered(answer);
      return answer;
    },
    (error: unknown) => {
      failed(error);
      throw error;
    },
  );
}

const ignored = (): void => {};

/** The application takes the raw response: unless it is parsed as well, the call is over when its head is there. */
function unread(response: Promise<unknown>, entry: Answering, guard: Context['guard']): Promise<unknown> {
  const ended = guard('model answer', () => {
    if (!entry.isRead) entry.call.end();
  });
  const failed = guard('model answer', (error: unknown) => {
    if (!entry.isRead) entry.call.fail(error);
  });
  return response.then(
    (answer) => {
      ended();
      return answer;
    },
    (error: unknown) => {
      failed(error);
      throw error;
    },
  );
}
