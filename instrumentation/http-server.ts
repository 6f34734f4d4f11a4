import diagnosticsChannel from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Context, Instrumentation } from '../src/instrumentation.ts';
import { type Begun, ServedRequests } from './served.ts';

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly server: Server;
}

const versions = { '1.0': '1.0', '1.1': '1.1' } as const;

/** A request that is being served. Its connection keeps it: the response stays as Node made it. */
interface Exchange {
  readonly begun: Begun;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const openOn = Symbol('autonomica.open');
/** What a connection has not ended yet; more than one where requests are pipelined. */
type Connection = Socket & { [openOn]?: Exchange[] };

/**
 * Measures served requests from what Node itself publishes. A response that ends is `http.server.response.finish`; one that is aborted
 * ends with its connection, which is watched once for all its requests.
 * https://nodejs.org/api/diagnostics_channel.html#http
 */
export const httpServer: Instrumentation = {
  name: 'http-server',
  known: 'http',
  library: 'node:http',
  replaces: [{ scope: '@opentelemetry/instrumentation-http', metrics: ['http.server.request.duration'] }],
  attach(context: Context) {
    const { guard, isOwn, isScrape, settings, report } = context;
    const served = new ServedRequests(context);

    function end({ begun, request, response }: Exchange, aborted: boolean): void {
      if (isScrape(request)) return served.forget(begun);
      served.end(begun, {
        request,
        status: aborted && !response.headersSent ? undefined : response.statusCode,
        aborted,
        version: versions[request.httpVersion as '1.0' | '1.1'],
        received: settings.bodySize ? request.headers['content-length'] : undefined,
        sent: settings.bodySize ? lengthOf(response) : undefined,
      });
    }

    const abort = guard('http-server close', (exchange: Exchange) => end(exchange, true));
    const onClose = (open: Exchange[]): void => open.splice(0).forEach((exchange) => abort(exchange));

    const onStart = guard('http-server start', ({ request, response, socket, server }: Started) => {
      if (isOwn(server)) return;
      const begun = served.begin(request.method, 'encrypted' in socket ? 'https' : 'http');
      openOf(socket, onClose).push({ begun, request, response });
    });

    const onFinish = guard('http-server finish', ({ response, socket }: Started) => {
      const open = (socket as Connection)[openOn];
      const exchange = open && takeFrom(open, response);
      if (exchange !== undefined) end(exchange, false);
    });

    diagnosticsChannel.subscribe('http.server.request.start', onStart as (message: unknown) => void);
    diagnosticsChannel.subscribe('http.server.response.finish', onFinish as (message: unknown) => void);
    report('attached', `Node ${process.versions.node}`);
  },
};

function openOf(socket: Connection, onClose: (open: Exchange[]) => void): Exchange[] {
  const there = socket[openOn];
  if (there) return there;
  const open: Exchange[] = [];
  socket[openOn] = open;
  socket.once('close', () => onClose(open));
  return open;
}

/** The exchange of a response, taken out. */
function takeFrom(open: Exchange[], response: ServerResponse): Exchange | undefined {
  if (open.length === 1 && open[0]?.response === response) return open.pop();
  const at = open.findIndex((each) => each.response === response);
  return at < 0 ? undefined : open.splice(at, 1)[0];
}

/** The `Content-Length` that went out, by the application or by Node itself, which tells only in what it sent; without a body none. */
function lengthOf(response: ServerResponse & { readonly _header?: string | null }): string | undefined {
  if (response.req.method === 'HEAD' || response.statusCode === 304) return undefined;
  return /^content-length: *(\d+)/im.exec(response._header ?? '')?.[1];
}
