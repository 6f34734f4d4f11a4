import { origin } from '../../test/beacon/hostile.ts';
import { answer, asked } from './child.ts';
import { mustEqual, shownAt, totalOf } from './counted.ts';
import { Load } from './load.ts';
import { freePort, Server } from './server.ts';

const warmUp = 30_000;
const count = 30_000;

interface Asked {
  /** How the server is started. */
  readonly args: readonly string[];
  readonly isMeasured: boolean;
}

/** What a page has told after ten seconds: it has loaded, its vitals, calls, something a user did, an error. */
const items = [
  { t: 'load', n: '/', v: 1.234567, a: { route: '/users/:id', type: 'navigate' } },
  ...['TTFB', 'FCP', 'LCP', 'CLS', 'INP'].map((n) => ({ t: 'vital', n, v: 0.123456, a: { page: '/', type: 'navigate', rating: 'good' } })),
  ...[200, 500].map((status) => ({ t: 'api', n: '/users/:id', v: 0.054321, a: { method: 'GET', status } })),
  { t: 'action', n: 'checkout', v: 0.312345, a: { page: '/cart', outcome: 'ok' } },
  { t: 'error', n: 'TypeError', a: { page: '/cart' } },
];
const body = JSON.stringify({ v: 1, app: 'shop', items });
const head = `POST /http HTTP/1.1\r\nhost: api.example.com\r\norigin: ${origin}\r\ncontent-type: text/plain;charset=UTF-8\r\naccept: */*\r\n`;
const beacon = Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

const { args, isMeasured } = asked as Asked;
const free = await freePort();
const server = await Server.start(args, { OTEL_EXPORTER_PROMETHEUS_PORT: String(free) });
const load = await Load.open(server.port, [beacon]);

await load.send(warmUp);
const before = await server.cpu();
const began = performance.now();
await load.send(count);
const seconds = (performance.now() - began) / 1000;
const after = await server.cpu();
if (isMeasured) mustEqual('beacons', totalOf(await shownAt(free), /^autonomica_frontend_beacon_requests_total\{/, 'accepted'), load.sent);
load.close();
await server.stop();
answer({ us: (after - before) / count, rate: count / seconds });
