import assert from 'node:assert/strict';
import { random } from '../../bench/measured/data.ts';
import { frontend } from '../../src/catalogue/frontend.ts';
import { Attack } from '../beacon/attack.ts';
import { eventually } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { project, run, withExpress4, withExpress5 } from './scratch.ts';
import { type Service, services } from './service.ts';

const origin = 'https://app.example.com';
const items = [
  { t: 'load', n: '/cart', v: 1.2, a: { route: '/users/:id', type: 'navigate' } },
  { t: 'vital', n: 'CLS', v: 0.1, a: { page: '/' } },
  { t: 'action', n: 'checkout', v: 0.3, a: { page: '/cart', outcome: 'ok' } },
  { t: 'api', n: '/users/:id', v: 0.05, a: { method: 'GET', status: 200 } },
  { t: 'error', n: 'TypeError', a: { page: '/x' } },
];
const told = JSON.stringify({ v: 1, app: 'shop', items });

async function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const { status } = await fetch(url, { method: 'POST', body, headers: { origin, 'content-type': 'text/plain', ...headers } });
  return status;
}

for (const [express, installed] of [
  ['Express 5', withExpress5],
  ['Express 4', withExpress4],
] as const)
  describe(`a beacon of the package, with ${express}`, () => {
    const start = services();
    let service: Service;
    before(async () => {
      service = start({ cwd: await installed(), file: 'beacon.cjs', flag: '--require' });
      await service.url();
    });

    const accepted = async (): Promise<number> =>
      valueOf(await service.scrape(), 'autonomica_frontend_beacon_requests_total', { autonomica_frontend_beacon_outcome: 'accepted' });

    it('is counted, with each of its items, at the next scrape, wherever it is mounted', async () => {
      const paths = ['/http', '/express', '/parsed', '/fetch'];
      for (const path of paths) {
        const url = await service.url(path);
        assert.equal(await post(url, told), 204, path);
        assert.equal(await post(url, told, { 'content-type': 'application/json' }), 204, path);
        assert.equal(await post(url, told, { origin: 'https://evil.example.com' }), 403, path);
        assert.equal(await post(url, '{'), 400, path);
      }
      const text = await service.scrape();
      const counts = (name: string): unknown => points(text, `autonomica_frontend_${name}`).map(({ labels, value }) => [labels, value]);
      const all = 2 * paths.length;
      assert.deepEqual(counts('page_load_duration_seconds'), [
        [{ autonomica_frontend_page: '/cart', browser_web_vital_navigation_type: 'navigate', url_template: '/users/:id' }, all],
      ]);
      assert.deepEqual(counts('web_vital_cls'), [[{ autonomica_frontend_page: '/' }, all]]);
      const done = { autonomica_frontend_action: 'checkout', autonomica_frontend_action_outcome: 'ok' };
      assert.deepEqual(counts('user_actions_total'), [[{ ...done, autonomica_frontend_page: '/cart' }, all]]);
      assert.deepEqual(counts('user_action_duration_seconds'), [[done, all]]);
      assert.deepEqual(counts('api_request_duration_seconds'), [
        [{ http_request_method: 'GET', http_response_status_code: '200', url_template: '/users/:id' }, all],
      ]);
      assert.deepEqual(counts('errors_total'), [[{ autonomica_frontend_page: 'other', error_type: 'TypeError' }, all]]);
      const refused = points(text, 'autonomica_frontend_beacon_requests_total').filter(({ value }) => value > 0);
      assert.deepEqual(
        new Map(refused.map(({ labels, value }) => [labels['autonomica_reason'], value])),
        new Map([[undefined, all], ...['origin', 'json'].map((reason): [string, number] => [reason, paths.length])]),
      );
    });

    it('is a request of the application as well, by its route', async () => {
      const before = await accepted();
      await service.counts((url) => post(`${url}/express`, told), { 'POST /express 204': 1 });
      await eventually(async () => assert.equal(await accepted(), before + 1));
    });
  });

describe('the bundle of the beacon', () => {
  it('is read from disk where one is mounted, and throws the ConfigError of the package', async () => {
    const script = `
      const { beacon, ConfigError } = require('@autonomica/metrics');
      const isRead = () => Object.keys(require.cache).some((path) => path.endsWith('beacon.cjs'));
      const before = isRead();
      let error;
      try { beacon({}); } catch (thrown) { error = thrown; }
      console.log(JSON.stringify([before, isRead(), error instanceof ConfigError, error.problems.length]));`;
    const { stdout, stderr } = await run(process.execPath, ['-e', script], await project());
    assert.equal(stdout, '[false,true,true,1]\n', stderr);
  });
});

interface Held {
  /** Bytes, without garbage. */
  readonly heap: number;
  readonly rss: number;
  /** How many there are, those that keep nothing alive too. */
  readonly timers: number;
  readonly sockets: number;
  /** Keys that every object has. */
  readonly inherited: number;
}

async function heldBy(service: Service): Promise<Held> {
  const from = service.stdout.length;
  service.child.kill('SIGUSR2');
  return eventually(() => JSON.parse(service.stdout.slice(from)) as Held);
}

/** Series of a metric, by the end of its name. */
const seriesOf = (text: string, name: string): number => points(text, `autonomica_frontend_${name}`).length;

describe('a beacon of the package, abused', () => {
  const start = services();

  // the benchmark sends 100,000
  it('counts each of 6,000 by what it is, and holds afterwards what it held before', async () => {
    const options = ['--expose-gc', '--require', './holds.cjs'];
    const args = [JSON.stringify({ rate: { perClient: 1e6, overall: 1e6 }, trustedHops: 1 })];
    const service = start({ cwd: await withExpress5(), file: 'beacon.cjs', flag: '--require', options, args });
    const attack = new Attack(Number(new URL(await service.url()).port), random(1));
    await attack.send(2_000, 16);
    const early = await heldBy(service);
    const stalled = attack.stall(50);
    await attack.send(3_950, 16);
    await stalled;

    const late = await eventually(async () => {
      const held = await heldBy(service);
      assert.ok(held.timers <= early.timers && held.sockets <= early.sockets, JSON.stringify([early, held]));
      return held;
    });
    assert.ok(late.heap <= early.heap * 1.1 && late.rss <= early.rss * 1.1, JSON.stringify([early, late]));
    assert.equal(late.inherited, 0);

    const text = await service.scrape();
    const counted = points(text, 'autonomica_frontend_beacon_requests_total').filter(({ value }) => value > 0);
    const outcomes = counted.map(({ labels, value }) => [
      labels['autonomica_reason'] ?? labels['autonomica_frontend_beacon_outcome'],
      value,
    ]);
    assert.deepEqual({ outcomes: Object.fromEntries(outcomes) as unknown, unanswered: {} }, attack.told);
    const { load, request, errors, actions } = frontend;
    const kept = {
      page_load_duration_seconds: load,
      api_request_duration_seconds: request,
      errors_total: errors,
      user_actions_total: actions,
    };
    for (const [name, { limit = 0 }] of Object.entries(kept))
      assert.ok(seriesOf(text, name) <= limit, `${seriesOf(text, name)} series of ${name}`);
    assert.ok(seriesOf(text, 'user_actions_total') > actions.attributes.action.keep);
  });
});
