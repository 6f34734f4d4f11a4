import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Isolated from other origins, so that a page's clock tells 5 µs: https://www.w3.org/TR/hr-time-3/#dfn-coarsen-time */
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** A page with a contender, and a sink of all that is posted. */
export class Site {
  readonly #bundle: Buffer;
  /** What the pages have told of what they were made to record. */
  records = 0;

  private constructor(bundle: Buffer) {
    this.#bundle = bundle;
  }

  static async open(bundle: Buffer): Promise<[Site, url: string]> {
    const site = new Site(bundle);
    const server = createServer((request, response) => void site.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return [site, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      this.records += (await text(request)).split('"pay"').length - 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    } else if (request.url === '/client.mjs') response.writeHead(200, { 'content-type': 'text/javascript', ...isolated }).end(this.#bundle);
    else
      response
        .writeHead(200, { 'content-type': 'text/html', ...isolated })
        .end('<!doctype html><link rel="icon" href="data:," /><h1>Shop</h1>');
  }
}
