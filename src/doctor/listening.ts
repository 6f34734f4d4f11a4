import { createServer, type RequestListener } from 'node:http';
import { isLoopback } from '../loopback.ts';
import { Failure } from './failure.ts';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** A host and a port as a URL has them: an address of IPv6 stands in brackets. */
export const placeOf = (host: string, port: number): string => `${host.includes(':') ? `[${bare(host)}]` : host}:${port}`;

/** On loopback, if that is where it is asked from; on every address otherwise, those of IPv6 too where there are any. */
const addressOf = (host: string): { host?: string } => (isLoopback(host) ? { host: bare(host).replace('localhost', '127.0.0.1') } : {});

/** Serves on a port of this machine, for who asks it by the name of a host. @throws Failure */
export function listen(host: string, port: number, serve: RequestListener): Promise<Listening> {
  const server = createServer(serve);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const what = error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message;
      reject(new Failure(placeOf(host, port), `the canary's server can not listen: ${what}`, 'give another port by --canary-port'));
    });
    server.listen({ ...addressOf(host), port }, () => {
      const address = server.address();
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close });
    });
  });
}
