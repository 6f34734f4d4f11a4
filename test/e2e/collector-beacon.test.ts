import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ask, Wire } from './client.ts';
import { eventually, within } from './eventually.ts';
import { points } from './points.ts';
import { environment, project, run } from './scratch.ts';
import { type Service, services, type Starting } from './service.ts';

const origin = 'https://app.example.com';
const told = (...items: readonly object[]): string => JSON.stringify({ v: 1, app: 'shop', items });
const paid = told({ t: 'action', n: 'pay', a: { outcome: 'ok' } });

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

describe('the collector, as it takes beacons', () => {
  const start = services();
  let cwd: string;
  let file: string;
  before(async () => {
    cwd = await project();
    file = join(cwd, 'node_modules', '.bin', 'autonomica-metrics');
  });

  const collector = (args: readonly string[] = [], env: Starting['env'] = {}): Service =>
    start({ cwd, file, args: ['collector', ...args], env: { OTEL_SERVICE_NAME: '', ...env } });
  const urlOf = async (service: Service, path = '/beacon'): Promise<string> =>
    (await service.address()).replace('localhost', '127.0.0.1') + path;

  async function send(url: string, init: RequestInit): Promise<Answered> {
    const answer = await fetch(url, init);
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  }
  const post = (url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    send(url, { method: 'POST', body, headers: { origin, 'content-type': 'text/plain', ...headers } });

  const of = (text: string, name: string): unknown =>
    points(text, `autonomica_frontend_${name}`).map(({ labels, value }) => [labels, value]);
  /** How many there were, by the reason. */
  const counts = (text: string): Readonly<Record<string, number>> =>
    Object.fromEntries(
      points(text, 'autonomica_frontend_beacon_requests_total')
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => [labels['autonomica_reason'] ?? 'accepted', value]),
    );

  it('takes none unless it is told whose, and has nothing of them in memory', async () => {
    const service = collector([], { NODE_DEBUG: 'module' });
    const url = await urlOf(service);
    assert.equal((await post(url, paid)).status, 404);
    assert.equal((await send(url, { method: 'OPTIONS', headers: { origin } })).status, 404);
    assert.equal((await ask(url)).status, 404);
    assert.deepEqual(points(await service.scrape(), 'autonomica_frontend_beacon_requests_total'), []);
    assert.match(service.stderr, /core\.cjs/);
    assert.doesNotMatch(service.stderr, /beacon\.cjs/);
  });

  it('tells a browser that it may send, and has what was sent in its scrape', async () => {
    const service = collector(['--beacon-origins', `https://b.example.com, ${origin}`, '--beacon-pages=/,/cart', '--beacon-apps', 'shop'], {
      AUTONOMICA_METRICS_BEACON_ACTIONS: '/p[a-z]+/',
      AUTONOMICA_METRICS_BEACON_PATH: '/from/pages',
      NODE_DEBUG: 'module',
    });
    const url = await urlOf(service, '/from/pages');
    assert.match(service.stderr, /beacon\.cjs/);
    await service.printed(new RegExp(`: taking what is sent to ${await service.address()}/from/pages$`, 'm'), 'stderr');
    const [none] = points(await service.scrape(), 'autonomica_frontend_beacon_requests_total');
    assert.deepEqual([none?.labels, none?.value], [{ autonomica_frontend_beacon_outcome: 'accepted' }, 0]);
    const asked = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const may = await send(url, { method: 'OPTIONS', headers: asked });
    assert.deepEqual(
      ['origin', 'methods', 'headers', 'credentials'].map((name) => may.headers.get(`access-control-allow-${name}`)),
      [origin, 'POST', 'content-type', 'true'],
    );
    const sent = told(
      { t: 'vital', n: 'LCP', v: 1.9, a: { page: '/cart' } },
      { t: 'action', n: 'pay', a: { outcome: 'ok', page: '/mine' } },
      { t: 'action', n: 'sell', a: { outcome: 'error' } },
    );
    const answer = await post(`${url}?from=page`, sent, { 'content-type': 'application/json' });
    assert.deepEqual([may.status, answer.status, answer.body], [204, 204, '']);
    assert.equal(answer.headers.get('access-control-allow-origin'), origin);
    const text = await service.scrape();
    const app = { autonomica_frontend_app: 'shop' };
    assert.deepEqual(of(text, 'web_vital_lcp_seconds'), [[{ ...app, autonomica_frontend_page: '/cart' }, 1]]);
    const action = (name: string, outcome: string): object => ({
      ...app,
      autonomica_frontend_action: name,
      autonomica_frontend_action_outcome: outcome,
    });
    assert.deepEqual(of(text, 'user_actions_total'), [
      [{ ...action('pay', 'ok'), autonomica_frontend_page: 'other' }, 1],
      [action('other', 'error'), 1],
    ]);
    assert.deepEqual(counts(text), { accepted: 1 });
    assert.equal(points(text, 'system_cpu_load_average_1m').length, 1);
  });

  it('counts what it refuses by the reason, and says no more than the status', async () => {
    const service = collector([], {
      AUTONOMICA_METRICS_BEACON_ORIGINS: origin,
      AUTONOMICA_METRICS_BEACON_CLIENT_RATE: '0.3',
      AUTONOMICA_METRICS_BEACON_TRUSTED_HOPS: '1',
    });
    const url = await urlOf(service);
    const from = (client: string): Record<string, string> => ({ 'x-forwarded-for': `198.51.100.7, ${client}` });
    const refused: [string, number, Answered][] = [
      ['method', 405, await send(url, { headers: { origin } })],
      ['content_type', 415, await post(url, paid, { 'content-type': 'text/html' })],
      ['origin', 403, await post(url, paid, { origin: 'https://evil.example.com' })],
      ['size', 413, await post(url, told({ t: 'error', n: 'x'.repeat(16_384) }))],
      ['json', 400, await post(url, '{"secret', from('203.0.113.1'))],
      ['schema', 400, await post(url, told({ t: 'secret' }), from('203.0.113.1'))],
      ['accepted', 204, await post(url, paid, from('203.0.113.1'))],
      // what stands before the proxy's own word makes nobody another client
      ['client_rate', 429, await post(url, paid, { 'x-forwarded-for': '198.51.100.8, 203.0.113.1' })],
    ];
    for (const [reason, status, answer] of refused) assert.deepEqual([reason, answer.status, answer.body], [reason, status, '']);
    assert.equal(refused[2]?.[2].headers.get('access-control-allow-origin'), null);
    assert.equal((await post(url, paid, from('203.0.113.2'))).status, 204);
    const text = await service.scrape();
    assert.deepEqual(counts(text), { ...Object.fromEntries(refused.map(([reason]) => [reason, 1])), accepted: 2 });
    assert.doesNotMatch(text, /secret|evil|203\.0\.113/);
  });

  it('takes them on their path alone', async () => {
    const service = collector(['--beacon-origins', origin]);
    for (const [path, status] of [
      ['/metrics', 405],
      ['/', 405],
      ['/beacon/', 404],
      ['/Beacon', 404],
    ] as const)
      assert.equal((await post(await urlOf(service, path), paid)).status, status, path);
    assert.deepEqual(counts(await service.scrape()), {});
  });

  it('reads one under way to its end before it ends itself', async () => {
    const service = collector(['--beacon-origins', origin]);
    const url = await urlOf(service);
    const wire = new Wire(url);
    const headers = [`origin: ${origin}`, 'content-type: text/plain', `content-length: ${paid.length}`, 'expect: 100-continue'];
    wire.socket.write(`POST /beacon HTTP/1.1\r\nhost: x\r\n${headers.join('\r\n')}\r\n\r\n`);
    await eventually(() => assert.deepEqual(wire.statuses, [100]));
    service.child.kill('SIGTERM');
    await eventually(() => assert.rejects(ask(url), { code: 'ECONNREFUSED' }));
    wire.socket.write(paid);
    await within('the answer', wire.closed);
    assert.deepEqual(wire.statuses, [100, 204]);
    assert.deepEqual(await within('its end', service.ended), { code: 0, signal: null });
  });

  it('ends with everything that is wrong in one message', async () => {
    const env = {
      AUTONOMICA_METRICS_BEACON_ORIGINS: 'app.example.com',
      AUTONOMICA_METRICS_BEACON_CLIENT_RATE: 'many',
      AUTONOMICA_METRICS_BEACON_TRUSTED_HOPS: '101',
    };
    const args = ['collector', '--beacon-path', '/metrics', '--beacon-pages', '/(/', '--beacon-apps=,', '--beacon-overall-rate=0'];
    const { code, stderr } = await run(file, args, cwd, { ...environment, ...env });
    const names = 'is not a list of 1 to 50 names';
    assert.deepEqual(
      [code, stderr],
      [
        1,
        `autonomica-metrics collector:
  AUTONOMICA_METRICS_BEACON_ORIGINS: "app.example.com" is not a list of origins such as "https://app.example.com": scheme and host, a port unless it is the usual one, no path and no *
  --beacon-path: "/metrics" is not a path such as /beacon, other than /metrics /-/healthy /-/ready /
  --beacon-apps: "," ${names}
  --beacon-pages: "/(/" ${names} or a regular expression /…/ in which a slash is [/]
  AUTONOMICA_METRICS_BEACON_CLIENT_RATE: "many" is not beacons per second, a number above 0
  --beacon-overall-rate: "0" is not beacons per second, a number above 0
  AUTONOMICA_METRICS_BEACON_TRUSTED_HOPS: "101" is not a whole number of proxies from 0 to 100
`,
      ],
    );
  });
});
