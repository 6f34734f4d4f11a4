import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest, ServerHttp2Stream } from 'node:http2';

/** A served request: of HTTP/1, or of HTTP/2 through Node's compatibility layer, or an HTTP/2 stream. */
export type Served = IncomingMessage | Http2ServerRequest | ServerHttp2Stream;
/** A template, or what tells it once the request has ended. */
type Told = string | (() => string | undefined) | undefined;

const route = Symbol.for('@autonomica/metrics.route');
type Routed = { [route]?: Told };

const isCompatible = (request: Served): request is Http2ServerRequest =>
  (request as IncomingMessage).httpVersionMajor >= 2 && 'stream' in request;

/** HTTP/2 ends with its stream, whoever wraps it. */
const holderOf = (request: Served): Routed => (isCompatible(request) ? request.stream : request) as Routed;

/**
 * Says which route serves a request, for a server without a framework: the template, such as `/users/:id`, never the path itself.
 * The last word counts; undefined takes it back. Without the preload it does nothing.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/ (`http.route`)
 */
export function setRoute(request: Served, template: string | undefined): void {
  holderOf(request)[route] = template;
}

/** The same for a framework that knows at the end. */
export function setRouteSource(request: Served, tell: () => string | undefined): void {
  holderOf(request)[route] = tell;
}

/** The template of the route that answered. */
export function routeOf(request: Served): string | undefined {
  const told = (request as Routed)[route];
  return typeof told === 'function' ? told() : told;
}
