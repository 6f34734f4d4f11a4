import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Item } from '../../src/browser/wire.ts';
import { close, listen, portOf } from './listening.ts';

export interface Beacon {
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly v: number; readonly app: string; readonly items: readonly Item[] };
}

/** How long the site takes for what is slow. */
export const slowMs = 300;

type Answer = (response: ServerResponse) => unknown;

const api: Readonly<Record<string, Answer>> = {
  '/api/slow': (response) => setTimeout(() => response.end('slow'), slowMs),
  '/api/fails': (response) => response.writeHead(500).end('failed'),
  '/api/breaks': (response) => response.destroy(),
  '/api/hangs': () => undefined,
};

/** A site whose page is measured, and which takes the beacons. */
export class Site {
  readonly beacons: Beacon[] = [];
  /** How many requests came for the endpoint, whatever they were answered. */
  asked = 0;
  /** What a beacon is answered; none where it hangs. */
  answer: number | undefined = 204;
  headers: Readonly<Record<string, string>> = {};
  /** What is answered at these paths; at any other, the page. */
  answers: Readonly<Record<string, Answer>> = api;
  page: string;
  readonly #client: Buffer;
  readonly #server: Server;

  /** @param folder where the package is installed */
  constructor(folder: string, page: string) {
    this.page = page;
    this.#client = readFileSync(join(folder, 'node_modules/@autonomica/metrics/dist/browser.mjs'));
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  /** What the pages said, in order. */
  get items(): readonly Item[] {
    return this.beacons.flatMap(({ body }) => body.items);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    response.setHeader('access-control-allow-origin', '*');
    if (pathname === '/_metrics/beacon') return this.#take(request, response);
    if (pathname === '/browser.mjs') return void response.setHeader('content-type', 'text/javascript').end(this.#client);
    const answer = this.answers[pathname];
    if (answer) return void answer(response);
    if (pathname.startsWith('/api/')) return void response.end(`${request.method} ${await text(request)}`);
    response.writeHead(200, { 'content-type': 'text/html', ...this.headers }).end(this.page);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1;
    const body = JSON.parse(await text(request)) as Beacon['body'];
    if (this.answer === 204) this.beacons.push({ headers: request.headers, body });
    if (this.answer !== undefined) response.writeHead(this.answer).end();
  }
}
