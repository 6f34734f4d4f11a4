import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import express from 'express';
import fastify from 'fastify';
import { type Beacon, openBeacon, type Timing } from '../../src/beacon/beacon.ts';
import type { BeaconOptions } from '../../src/beacon/options.ts';
import { frontend } from '../../src/catalogue/frontend.ts';
import { familiesOf } from '../../src/exposition/families.ts';
import { encodeText } from '../../src/exposition/text.ts';
import { metersOf } from '../../src/meters/define.ts';
import { Store } from '../../src/store/store.ts';
import { points } from '../e2e/points.ts';
import { origin } from './hostile.ts';

type Mount = (beacon: Beacon) => Promise<RequestListener>;

async function fetched({ fetch }: Beacon, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', rawHeaders, socket } = request;
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, i) => rawHeaders.slice(2 * i, 2 * i + 2) as [string, string]);
  const body = method === 'POST' ? { body: Readable.toWeb(request) as NonNullable<RequestInit['body']>, duplex: 'half' as const } : {};
  const answer = await fetch(new Request(`http://localhost${url}`, { method, headers, ...body }), socket.remoteAddress);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** Where a beacon is mounted, as the page for users shows it. */
export const mounts: Readonly<Record<string, Mount>> = {
  'node:http': async ({ serve }) => serve,
  Express: async ({ serve }) => express().all('/beacon', serve),
  'Express after its body parsers': async ({ serve }) => express().use(express.json(), express.text()).all('/beacon', serve),
  async Fastify({ serve }) {
    const app = fastify();
    void app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.all('/beacon', (request, reply) => {
        reply.hijack();
        serve(request.raw, reply.raw);
      });
    });
    await app.ready();
    return (request, response) => app.routing(request, response);
  },
  fetch: async (beacon) => (request, response) => void fetched(beacon, request, response),
};

export { origin };

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A server with a beacon, whose recordings are its own. */
export class Mounted {
  readonly store: Store;
  readonly url: string;
  readonly #close: () => void;

  private constructor(store: Store, url: string, close: () => void) {
    this.store = store;
    this.url = url;
    this.#close = close;
  }

  static async open(mount: Mount | undefined, options: Partial<BeaconOptions> = {}, timing: Timing = {}): Promise<Mounted> {
    const store = new Store();
    const beacon = openBeacon({ origins: [origin], ...options }, metersOf(frontend, { store }), timing);
    const server = createServer(await mount?.(beacon)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Mounted(store, `http://127.0.0.1:${(server.address() as AddressInfo).port}/beacon`, () => {
      server.closeAllConnections();
      server.close();
    });
  }

  close(): void {
    this.#close();
  }

  async ask(init: RequestInit): Promise<Answered> {
    const answer = await fetch(this.url, init);
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  }

  /** Sends as a browser does. */
  post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.ask({ method: 'POST', body: text, headers: { origin, 'content-type': 'text/plain;charset=UTF-8', ...headers } });
  }

  /** The same in parts whose length nobody says beforehand. */
  async postInParts(body: string, type: string): Promise<Answered> {
    const parts = Readable.toWeb(Readable.from([Buffer.from(body)])) as NonNullable<RequestInit['body']>;
    return this.ask({ method: 'POST', body: parts, duplex: 'half', headers: { origin, 'content-type': type } });
  }

  /** What was accepted and what was refused, by the reason. */
  get counts(): Readonly<Record<string, number>> {
    const counted = points(encodeText(familiesOf(this.store)), 'autonomica_frontend_beacon_requests_total');
    const counts = counted.map(({ labels, value }): [string, number] => [labels['autonomica_reason'] ?? 'accepted', value]);
    return Object.fromEntries(counts.filter(([, value]) => value > 0));
  }
}
