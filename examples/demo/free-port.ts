import { createServer } from 'node:net';

const listens = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
  });

/** A port that was free a moment ago: the preferred one, or, where that is another's, any. */
export const freePort = (preferred = 0): Promise<number> => (preferred === 0 ? listens(0) : listens(preferred).catch(() => listens(0)));
