import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { acceptsGzip, Endpoint, timeoutOf } from '../../src/endpoint/endpoint.ts';
import { Health } from '../../src/endpoint/health.ts';
import { type Collect, Scraper } from '../../src/endpoint/scrape.ts';
import type { Status } from '../../src/endpoint/status.ts';
import { parse } from '../../src/exposition/parse.ts';
import type { Gauge } from '../../src/store/gauge.ts';
import { Store } from '../../src/store/store.ts';
import { eventually } from '../e2e/eventually.ts';

/** Long enough for a body of many chunks that no socket takes at once. */
const series = 40_000;

class Service {
  readonly scraper: Scraper;
  readonly server: Server;
  /** Requests that arrived. */
  asked = 0;
  readonly #gauge: Gauge;

  constructor(collect: Collect = () => Promise.resolve(true)) {
    const store = new Store({ maxLines: 1_000_000 });
    this.#gauge = store.open({ scope: { name: 'test' }, kind: 'gauge', name: 'version', unit: '', means: 'Which scrape.' }) as Gauge;
    this.scraper = new Scraper({ store, collect, also: () => [] });
    const endpoint = new Endpoint({ scraper: this.scraper, health: new Health(), status: () => ({}) as Status });
    this.server = createServer((request, response) => {
      this.asked += 1;
      endpoint.route(request, response);
    }).listen(0, '127.0.0.1');
  }

  /** Every series says this. */
  set(value: number): void {
    for (let i = 0; i < series; i++) this.#gauge.set(value, { series: String(i), text: 'é'.repeat(40) });
  }

  async ask(headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
    if (!this.server.listening) await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo;
    const [response] = await once(get({ host: '127.0.0.1', port, path: '/metrics', headers, agent: false }), 'response');
    return response as IncomingMessage;
  }
}

/** What all series of a scrape say. */
function said(body: string | Buffer): number {
  const family = parse(body).find(({ name }) => name === 'version');
  const values = (family?.rows ?? []).map(({ chunk, at }) => chunk[at] as number);
  assert.equal(values.length, series);
  assert.equal(new Set(values).size, 1);
  return values[0] as number;
}

describe('A scrape', () => {
  const services: Service[] = [];
  const serve = (collect?: Collect): Service => {
    const service = new Service(collect);
    services.push(service);
    return service;
  };
  after(() => {
    for (const { server } of services) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('is what it was when it was taken, however slowly it is read and whatever is scraped meanwhile', async () => {
    const service = serve();
    service.set(1);
    const slow = await service.ask();
    for (let i = 2; i < 6; i++) {
      service.set(i);
      assert.equal(said(await buffer(await service.ask())), i);
    }
    assert.equal(said(await buffer(slow)), 1);
  });

  it('is shared by those who ask while it is under way, one of them compressed', async () => {
    let collected = 0;
    const gate = Promise.withResolvers<boolean>();
    const service = serve(() => {
      collected += 1;
      return gate.promise;
    });
    service.set(1);
    const asked = [service.ask(), service.ask(), service.ask({ 'accept-encoding': 'gzip' })];
    await eventually(() => assert.deepEqual([service.asked, collected], [3, 1]));
    gate.resolve(true);
    const [first, second, third] = await Promise.all(asked.map(async (each) => buffer(await each)));
    service.set(2);
    assert.equal(said(await buffer(await service.ask())), 2);
    assert.deepEqual([said(first as Buffer), said(second as Buffer), said(gunzipSync(third as Buffer))], [1, 1, 1]);
  });

  it('survives a reader that hangs up', async () => {
    const service = serve();
    service.set(1);
    const gone = await service.ask();
    gone.destroy();
    service.set(2);
    assert.equal(said(await buffer(await service.ask())), 2);
  });

  it('that fails is a 500 that says why, and the next one is right', async () => {
    let fails = true;
    const service = serve(() => (fails ? Promise.reject(new Error('no disk')) : Promise.resolve(true)));
    service.set(1);
    const failed = await service.ask();
    assert.deepEqual([failed.statusCode, await text(failed)], [500, 'the collection failed: Error: no disk\n']);
    fails = false;
    assert.equal(said(await buffer(await service.ask())), 1);
  });
});

describe('What a scraper asks for', () => {
  it('is a deadline with some time left for the way', () => {
    assert.deepEqual(
      [undefined, '10', '1', '0.4', '60', 'x', '-1', 'Infinity', '0'].map(timeoutOf),
      [9_000, 9_000, 500, 0, 54_000, 9_000, 9_000, 9_000, 9_000],
    );
  });

  it('is gzip when it says so', () => {
    for (const yes of ['gzip', 'GZIP', 'deflate, gzip;q=0.1', '*', 'br;q=1, *;q=0.5']) assert.ok(acceptsGzip(yes), yes);
    for (const no of [undefined, '', 'br', 'gzip;q=0', 'identity', 'gzip;q=0, *', '*;q=0', 'gzip;q=x']) assert.ok(!acceptsGzip(no), no);
  });
});
