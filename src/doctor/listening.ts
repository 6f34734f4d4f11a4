import { createServer, type RequestListener } from 'node:http';
import { isLoopback } from '../loopback.ts';
import { Failure } from './failure.ts';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves on a port of this machine: on loopback, if that is where it is asked from, on every address otherwise. @throws Failure */
export function listen(host: string, port: number, serve: RequestListener): Promise<Listening> {
  const server = createServer(serve);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const what = error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message;
      reject(new Failure(`${host}:${port}`, `the canary's server can not listen: ${what}`, 'give another port by --canary-port'));
    });
    server.listen(port, isLoopback(host) ? host.replace('localhost', '127.0.0.1') : '0.0.0.0', () => {
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
