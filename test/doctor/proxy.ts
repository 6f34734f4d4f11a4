import { createServer, type Server } from 'node:http';
import { ask } from '../e2e/client.ts';

/** What is between a service and who scrapes it, and may change what it says. */
export class Proxy {
  /** What becomes of the metrics, for who accepts what. */
  edit: (text: string, accept: string) => string = (text) => text;
  readonly url: string;
  /** What it is in front of. */
  origin = '';
  readonly #port: number;
  readonly #server: Server;

  constructor(port: number) {
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#server = createServer((request, response) => {
      const { accept = '*/*' } = request.headers;
      const pass = async (): Promise<void> => {
        const { status, headers, body } = await ask(`${this.origin}${request.url}`, { headers: { accept } });
        const text = request.url === '/metrics' ? this.edit(body, accept) : body;
        response.writeHead(status, { 'content-type': headers['content-type'] ?? '' }).end(text);
      };
      pass().catch(() => response.destroy());
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
