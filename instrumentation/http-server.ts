import diagnosticsChannel from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Context, Instrumentation } from '../src/instrumentation.ts';
import { routeOf } from './routes/route.ts';

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly server: Server;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY'] as const;
type Method = (typeof methods)[number] | '_OTHER';
const knownMethods: ReadonlyMap<string | undefined, Method> = new Map(methods.map((method) => [method, method]));
const versions = { '1.0': '1.0', '1.1': '1.1' } as const;

/** A request that is being served. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly began: number;
  readonly method: Method;
  readonly scheme: 'http' | 'https';
}

const exchangeOf = Symbol('autonomica.exchange');
const openOn = Symbol('autonomica.open');
type Response = ServerResponse & { [exchangeOf]?: Exchange | undefined };
/** The exchanges that a connection has not ended yet; more than one where requests are pipelined. */
type Connection = Socket & { [openOn]?: Set<Exchange> };

/**
 * Measures served requests from what Node itself publishes. A response that ends is `http.server.response.finish`; one that is aborted
 * ends with its connection, which is watched once for all its requests.
 * https://nodejs.org/api/diagnostics_channel.html#http
 */
export const httpServer: Instrumentation = {
  name: 'http-server',
  library: 'node:http',
  replaces: [{ scope: '@opentelemetry/instrumentation-http', metrics: ['http.server.request.duration'] }],
  attach({ meters, guard, isOwn, isScrape, report }: Context) {
    const { duration, active } = meters.api.request;

    function end(exchange: Exchange, aborted: boolean): void {
      const { request, response, socket, began, method, scheme } = exchange;
      (response as Response)[exchangeOf] = undefined;
      (socket as Connection)[openOn]?.delete(exchange);
      active.add(-1, { method, scheme });
      if (isScrape(request)) return;
      const status = aborted && !response.headersSent ? undefined : response.statusCode;
      duration.record((performance.now() - began) / 1000, {
        method,
        route: routeOf(request),
        status,
        error: errorOf(status, aborted),
        scheme,
        version: versions[request.httpVersion as '1.0' | '1.1'],
      });
    }

    const onClose = guard('http-server close', (socket: Connection) => {
      for (const exchange of socket[openOn] ?? []) end(exchange, true);
    });

    const onStart = guard('http-server start', ({ request, response, socket, server }: Started) => {
      if (isOwn(server)) return;
      const method = knownMethods.get(request.method) ?? '_OTHER';
      const scheme = 'encrypted' in socket ? 'https' : 'http';
      const exchange: Exchange = { request, response, socket, began: performance.now(), method, scheme };
      (response as Response)[exchangeOf] = exchange;
      open(socket, onClose).add(exchange);
      active.add(1, { method, scheme });
    });

    const onFinish = guard('http-server finish', ({ response }: { response: Response }) => {
      const exchange = response[exchangeOf];
      if (exchange !== undefined) end(exchange, false);
    });

    diagnosticsChannel.subscribe('http.server.request.start', onStart as (message: unknown) => void);
    diagnosticsChannel.subscribe('http.server.response.finish', onFinish as (message: unknown) => void);
    report('attached', `Node ${process.versions.node}`);
  },
};

function open(socket: Connection, onClose: (socket: Connection) => void): Set<Exchange> {
  const there = socket[openOn];
  if (there) return there;
  const exchanges = new Set<Exchange>();
  socket[openOn] = exchanges;
  socket.once('close', () => onClose(socket));
  return exchanges;
}

/** https://opentelemetry.io/docs/specs/semconv/attributes-registry/error/ */
function errorOf(status: number | undefined, aborted: boolean): string | undefined {
  if (aborted) return 'aborted';
  return status !== undefined && status >= 500 ? String(status) : undefined;
}
