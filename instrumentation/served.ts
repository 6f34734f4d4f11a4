import type { Context } from '../src/instrumentation.ts';
import type { Served } from '../src/meters/request.ts';
import { type Method, methodOf } from './methods.ts';
import { nextRouteOf } from './routes/next.ts';

/** What is known of a request when it begins. */
export interface Begun {
  readonly began: number;
  readonly method: Method;
  readonly scheme: 'http' | 'https';
}

/** What is known when it has ended. */
export interface EndedRequest {
  readonly request: Served;
  /** The status that was sent, if one was. */
  readonly status: number | undefined;
  readonly aborted: boolean;
  readonly version: '1.0' | '1.1' | '2' | undefined;
  /** The `Content-Length` of the request and of the response. */
  readonly received?: string | undefined;
  readonly sent?: string | undefined;
}

/** Records served requests, whichever protocol they came by. */
export class ServedRequests {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  begin(name: unknown, scheme: 'http' | 'https'): Begun {
    const method = methodOf(name);
    this.#context.meters.api.request.active.add(1, { method, scheme });
    return { began: performance.now(), method, scheme };
  }

  /** It is no request any more: it became another protocol. */
  forget({ method, scheme }: Begun): void {
    this.#context.meters.api.request.active.add(-1, { method, scheme });
  }

  end(begun: Begun, { request, status, aborted, version, received, sent }: EndedRequest): void {
    this.forget(begun);
    const { meters, routeOf, settings } = this.#context;
    const { duration, received: receivedSize, sent: sentSize } = meters.api.request;
    const { method, scheme } = begun;
    const attributes = {
      method,
      route: nextRouteOf(request) ?? routeOf(request),
      status,
      error: errorOf(status, aborted),
      scheme,
      version,
    };
    duration.record((performance.now() - begun.began) / 1000, attributes);
    if (!settings.bodySize) return;
    if (received !== undefined) receivedSize.record(Number(received), attributes);
    if (sent !== undefined) sentSize.record(Number(sent), attributes);
  }
}

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ */
function errorOf(status: number | undefined, aborted: boolean): string | undefined {
  if (aborted) return 'aborted';
  return status !== undefined && status >= 500 ? String(status) : undefined;
}
