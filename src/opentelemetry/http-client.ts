import { type Histogram, type Meter, type MeterProvider, SpanKind } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';

/** What OpenTelemetry's instrumentations say of a request that was sent, by the names of the conventions. */
export type Recorded = (seconds: number, attributes: Readonly<Record<string, unknown>>) => void;

/** `request` and `get` of `node:http` or `node:https`. */
export interface Requesting {
  request: (...args: unknown[]) => unknown;
  get: (...args: unknown[]) => unknown;
}

/** Sends a request as it was asked for, and measures it by what was asked. */
export type Measured = (send: () => unknown, args: readonly unknown[]) => unknown;
type Guard = <A extends unknown[]>(hook: string, work: (...args: A) => void) => (...args: A) => void;

const nothing = (): void => {};
const noop = { add: nothing, record: nothing, addCallback: nothing, removeCallback: nothing };

/** Takes one histogram's recordings out of an instrumentation, and nothing else. */
function providerOf(record: Recorded): MeterProvider {
  /** By the attributes, which are one object for a request. */
  const told = new WeakSet<object>();
  const duration: Histogram = {
    record(seconds, attributes = {}) {
      if (told.has(attributes)) return;
      told.add(attributes);
      record(seconds, attributes);
    },
  };
  const meter: Meter = {
    createHistogram: (name) => (name === 'http.client.request.duration' ? duration : noop),
    createCounter: () => noop,
    createUpDownCounter: () => noop,
    createGauge: () => noop,
    createObservableCounter: () => noop,
    createObservableUpDownCounter: () => noop,
    createObservableGauge: () => noop,
    addBatchObservableCallback: nothing,
    removeBatchObservableCallback: nothing,
  };
  return { getMeter: () => meter };
}

interface Sent {
  readonly aborted?: boolean;
  readonly res?: { readonly complete: boolean; readonly statusCode?: number } | null;
  prependOnceListener(event: 'close', listener: () => void): void;
}
type Attributes = Record<string, unknown>;
type OnError = (span: unknown, attributes: unknown, start: unknown, error: Error & { code?: unknown }) => void;

/** What of the instrumentation is its own affair, and here is not. */
interface Inner {
  _traceClientRequest(request: Sent, span: unknown, start: unknown, attributes: Attributes): unknown;
  _closeHttpSpan(span: unknown, kind: SpanKind, start: unknown, attributes: Attributes): void;
  _onOutgoingRequestError: OnError;
}

/**
 * OpenTelemetry takes a response that was cut off for a whole one when the request closes before the response fails, says nothing of one
 * that was aborted after its headers, and does not see that a connection was upgraded.
 */
function tellEnds(inner: Inner, guard: Guard): void {
  const trace = inner._traceClientRequest;
  const close = inner._closeHttpSpan;
  inner._closeHttpSpan = guard('http-client end', (...args: Parameters<typeof close>) => Reflect.apply(close, inner, args));
  const attached = guard('http-client trace', (...[request, span, start, attributes]: Parameters<typeof trace>) => {
    const end = guard('http-client close', () => {
      if (request.res?.statusCode === 101) attributes['http.response.status_code'] = 101;
      else if (request.res?.complete === false) attributes['error.type'] ??= 'aborted';
      if (request.aborted && request.res) inner._closeHttpSpan(span, SpanKind.CLIENT, start, attributes);
    });
    request.prependOnceListener('close', end);
    Reflect.apply(trace, inner, [request, span, start, attributes]);
  });
  inner._traceClientRequest = (...args) => {
    attached(...args);
    return args[0];
  };
}

/** OpenTelemetry says the name of an error, which is nearly always `Error`; its code is what tells refused from reset. */
function tellCodes(inner: Inner, guard: Guard): void {
  const told = inner._onOutgoingRequestError;
  inner._onOutgoingRequestError = guard('http-client error', (...[span, attributes, start, error]: Parameters<OnError>) => {
    const coded: unknown = typeof error?.code === 'string' ? Object.create(error, { name: { value: error.code } }) : error;
    Reflect.apply(told, inner, [span, attributes, start, coded]);
  });
}

/** One that is being sent: what it gave, or what it threw. */
class Sending {
  readonly #send: () => unknown;
  called = false;
  result: unknown;
  threw: { readonly error: unknown } | undefined;

  constructor(send: () => unknown) {
    this.#send = send;
  }

  now(): unknown {
    this.called = true;
    try {
      return (this.result = this.#send());
    } catch (error) {
      this.threw = { error };
      throw error;
    }
  }
}

/**
 * Measures requests by OpenTelemetry's instrumentation, which is shown what was asked for. What is sent is what the application asked for, by
 * the function it would have called: OpenTelemetry's own rewriting of options loses headers that are lists, and callbacks.
 */
export function measureRequests(protocol: 'http' | 'https', record: Recorded, guard: Guard): Measured {
  const instrumentation = new HttpInstrumentation({ enabled: false, disableIncomingRequestInstrumentation: true, redactedQueryParams: [] });
  instrumentation.setMeterProvider(providerOf(record));
  tellCodes(instrumentation as unknown as Inner, guard);
  tellEnds(instrumentation as unknown as Inner, guard);
  let sending: Sending | undefined;
  const module: Requesting = { request: () => sending?.now(), get: () => undefined };
  const [https, http] = instrumentation.init();
  (protocol === 'https' ? https : http).patch?.(module);
  const observe = guard('http-client request', (own: Sending, args: readonly unknown[]) => {
    try {
      module.request(...args);
    } catch (error) {
      if (own.threw === undefined) throw error;
    }
  });
  return (send, args) => {
    const outer = sending;
    const own = new Sending(send);
    sending = own;
    try {
      observe(own, args);
    } finally {
      sending = outer;
    }
    if (own.threw) throw own.threw.error;
    return own.called ? own.result : send();
  };
}

interface Failed {
  readonly request: unknown;
  readonly error: Error & { code?: unknown };
}

/** OpenTelemetry says the number of a DOMException, and nothing of a request that was aborted. */
function named(error: Failed['error']): Failed['error'] {
  if (!(error instanceof DOMException)) return error;
  return { name: error.name === 'AbortError' ? 'aborted' : error.name, message: error.message };
}

/** Measures what undici sends, `fetch` too, but what is left out; gives what must hear of the request that is being created now. */
export function measureUndici(record: Recorded, isLeftOut: () => boolean, guard: Guard): (message: unknown) => void {
  const instrumentation = new UndiciInstrumentation({ enabled: false });
  instrumentation.setMeterProvider(providerOf(record));
  const own = instrumentation as unknown as {
    onRequestCreated: (message: unknown) => void;
    onError: (failed: Failed) => void;
    subscribeToChannel: (channel: string, hear: (message: unknown) => void) => void;
  };
  const { onError: failed, onRequestCreated: created, subscribeToChannel: subscribe } = own;
  own.subscribeToChannel = (channel, hear) => Reflect.apply(subscribe, instrumentation, [channel, guard(channel, hear)]);
  own.onRequestCreated = (message) => (isLeftOut() ? undefined : Reflect.apply(created, instrumentation, [message]));
  own.onError = ({ request, error }) => Reflect.apply(failed, instrumentation, [{ request, error: named(error) }]);
  instrumentation.setConfig({ enabled: true });
  instrumentation.enable();
  return (message) => own.onRequestCreated(message);
}
