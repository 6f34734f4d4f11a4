import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import { close, listen } from '../e2e/listening.ts';
import { root } from '../e2e/scratch.ts';

const [key, cert] = ['key', 'pem'].map((end) => readFileSync(join(root, 'test', 'fixtures', `localhost.${end}`)));

/** https://pushover.net/api, which Alertmanager knows by no other URL: behind a proxy that leads to it whatever is asked for. */
export class Pushover {
  /** What was pushed. */
  readonly messages: URLSearchParams[] = [];
  readonly #secure = createSecureServer({ key, cert }, (request, response) => {
    this.messages.push(new URL(request.url ?? '', 'https://h').searchParams);
    response.end('{"status":1,"request":"x"}');
  });
  readonly #proxy = createServer().on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    this.#secure.emit('connection', socket);
  });

  /** Listens; where the proxy is. */
  listen(): Promise<string> {
    return listen(this.#proxy);
  }

  async close(): Promise<void> {
    this.#secure.closeAllConnections();
    await close(this.#proxy);
  }
}
