import diagnosticsChannel from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Context, Instrumentation } from '../src/instrumentation.ts';
import { type Begun, ServedRequests } from './served.ts';

interface Started {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
}

/** A stream that is open. Requests live in their stream, so nothing else has to be found again. */
interface Exchange extends Begun {
  readonly received: string | undefined;
}

/** The first versions whose HTTP/2 publishes what it serves: https://nodejs.org/api/diagnostics_channel.html#http2 */
const since: Readonly<Record<number, number>> = { 22: 19, 24: 2 };

function publishes(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || minor >= (since[major] ?? Number.POSITIVE_INFINITY);
}

/** A stream that the server opened: https://www.rfc-editor.org/rfc/rfc9113#section-5.1.1 */
const isPushed = ({ id = 0 }: ServerHttp2Stream): boolean => id % 2 === 0;

/** Measures what is served over HTTP/2. A stream that was reset, or whose connection was lost, is aborted. */
export const http2Server: Instrumentation = {
  name: 'http2-server',
  known: 'http',
  library: 'node:http2',
  attach(context: Context) {
    const { guard, isScrape, report, unknown } = context;
    if (!publishes(process.versions.node))
      return unknown(
        process.versions.node,
        `Node ${process.versions.node} does not publish what it serves over HTTP/2: it is not measured`,
      );
    const served = new ServedRequests(context);
    const open = new WeakMap<ServerHttp2Stream, Exchange>();

    const onStart = guard('http2-server start', ({ stream, headers }: Started) => {
      if (isPushed(stream) || headers[':protocol'] !== undefined) return;
      const begun = served.begin(headers[':method'], headers[':scheme'] === 'https' ? 'https' : 'http');
      open.set(stream, { ...begun, received: headers['content-length'] });
    });

    const onClose = guard('http2-server close', ({ stream }: Started) => {
      const exchange = open.get(stream);
      if (exchange === undefined) return;
      open.delete(stream);
      if (isScrape(stream)) return served.forget(exchange);
      const { ':status': status, 'content-length': sent } = stream.sentHeaders ?? {};
      served.end(exchange, {
        request: stream,
        status: typeof status === 'number' ? status : undefined,
        aborted: stream.aborted || stream.rstCode !== 0 || status === undefined,
        version: '2',
        received: exchange.received,
        sent: sent === undefined || exchange.method === 'HEAD' ? undefined : String(sent),
      });
    });

    diagnosticsChannel.subscribe('http2.server.stream.start', onStart as (message: unknown) => void);
    diagnosticsChannel.subscribe('http2.server.stream.close', onClose as (message: unknown) => void);
    report('attached', `Node ${process.versions.node}`);
  },
};
