import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openBeacon } from '../../src/beacon/beacon.ts';
import type { BeaconOptions } from '../../src/beacon/options.ts';
import { defaultMaxLines, linesPerSeries, seriesLimit } from '../../src/catalogue/budget.ts';
import { definitionsOf } from '../../src/catalogue/define.ts';
import { frontend } from '../../src/catalogue/frontend.ts';
import { encodeText } from '../../src/exposition/text.ts';
import { familiesOf } from '../../src/exposition/families.ts';
import { metersOf } from '../../src/meters/define.ts';
import { Store } from '../../src/store/store.ts';
import { points } from '../e2e/points.ts';
import { origin } from './mounted.ts';

class Recorded {
  readonly store = new Store();
  readonly #beacon;

  constructor(options: Partial<BeaconOptions> = {}) {
    const given = { origins: [origin], rate: { perClient: 1e6, overall: 1e6 }, ...options };
    this.#beacon = openBeacon(given, metersOf(frontend, { store: this.store }));
  }

  async send(app: string, ...items: readonly object[]): Promise<void> {
    const body = JSON.stringify({ v: 1, app, items });
    const headers = { origin, 'content-type': 'text/plain' };
    const { status } = await this.#beacon.fetch(new Request('http://localhost/', { method: 'POST', body, headers }));
    assert.equal(status, 204);
  }

  get text(): string {
    return encodeText(familiesOf(this.store));
  }

  /** The series of a metric, `labels value`. */
  of(name: string): string[] {
    return points(this.text, `autonomica_frontend_${name}`).map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`);
  }
}

const allowing = { pages: ['/', '/cart'], actions: /[a-z-]+/, routes: ['/users/:id'], apps: ['shop'] };

describe('what is recorded of beacons', () => {
  it('is what they tell, by the names that are allowed', async () => {
    const recorded = new Recorded(allowing);
    await recorded.send(
      'shop',
      { t: 'load', n: '/cart', v: 1.5, a: { route: '/users/:id', type: 'reload' } },
      { t: 'load', n: '/', v: 1, a: { route: '/', type: 'navigate' } },
      { t: 'load', n: '/evil', v: 1, a: { route: '/evil', type: 'evil' } },
      { t: 'action', n: 'check-out', v: 0.2, a: { page: '/', outcome: 'ok' } },
      { t: 'action', n: 'check-out', a: { page: '/', outcome: 'ok' } },
      { t: 'action', n: 'Evil' },
      { t: 'api', n: '/users/:id', v: 0.1, a: { method: 'GET', status: 200 } },
      { t: 'api', n: '/users/:id', v: 0.1, a: { method: 'get', status: 503 } },
      { t: 'api', n: '/cart', v: 0.1, a: { method: 'GET', status: 200 } },
      { t: 'api', n: '/users/7', v: 0.1, a: { method: 'POST', error: 'NetworkError' } },
      { t: 'error', n: 'TypeError', a: { page: '/cart' } },
      { t: 'error', n: 'EvilError' },
      { t: 'error', n: '_OTHER' },
    );
    await recorded.send('evil', { t: 'error', n: 'TypeError', a: { page: '/cart' } });
    const { text } = recorded;
    assert.doesNotMatch(text, /evil|users\/7/i);
    assert.deepEqual(recorded.of('page_load_duration_seconds'), [
      'shop /cart reload /users/:id 1',
      'shop / navigate / 1',
      'shop other other other 1',
    ]);
    assert.deepEqual(recorded.of('user_actions_total'), ['check-out ok shop / 2', 'other shop 1']);
    assert.deepEqual(recorded.of('user_action_duration_seconds'), ['check-out ok shop 1']);
    assert.deepEqual(recorded.of('api_request_duration_seconds'), [
      'shop GET 200 /users/:id 1',
      'shop 503 _OTHER 503 /users/:id 1',
      'shop GET 200 other 1',
      'shop NetworkError POST other 1',
    ]);
    assert.deepEqual(recorded.of('errors_total'), ['shop /cart TypeError 1', 'shop other 1', 'shop _OTHER 1', 'other /cart TypeError 1']);
  });

  it('does not tell applications apart unless it is told to', async () => {
    const recorded = new Recorded();
    await recorded.send('shop', { t: 'error', n: 'TypeError' });
    await recorded.send('blog', { t: 'error', n: 'TypeError', a: { page: '/' } });
    assert.deepEqual(recorded.of('errors_total'), ['TypeError 1', 'other TypeError 1']);
  });

  it('has the thresholds of each vital as bounds, inclusive', async () => {
    const thresholds = { LCP: [2.5, 4], FCP: [1.8, 3], INP: [0.2, 0.5], TTFB: [0.8, 1.8], CLS: [0.1, 0.25] };
    for (const [name, [good = 0, poor = 0]] of Object.entries(thresholds)) {
      const recorded = new Recorded();
      await recorded.send('a', ...[good, good + 1e-9, poor, poor + 1e-9].map((v) => ({ t: 'vital', n: name, v })));
      const upTo = (bound: number): string | undefined => new RegExp(`_bucket\\{le="${bound}"\\} (\\d+)`).exec(recorded.text)?.[1];
      assert.deepEqual([upTo(good), upTo(poor)], ['1', '3'], name);
    }
  });

  it('has every reason of a refusal from the start', () => {
    const { reason } = frontend.beacons.attributes;
    const expected = ['accepted 0', ...reason.of.map((each) => `refused ${each} 0`)];
    assert.deepEqual(new Recorded().of('beacon_requests_total').toSorted(), expected.toSorted());
  });

  it('can not take more than half of the lines of a process', () => {
    const lines = [...definitionsOf(frontend)].map((each) => seriesLimit(each) * linesPerSeries(each));
    assert.ok(lines.reduce((sum, each) => sum + each, 0) <= defaultMaxLines / 2, String(lines));
  });

  it('is bounded, whatever ten thousand names are sent where all are allowed', async () => {
    const all = /[^]+/;
    const recorded = new Recorded({ pages: all, actions: all, routes: all, errors: all });
    const names = fc.sample(fc.string({ minLength: 1, maxLength: 24 }), { numRuns: 10_000, seed: 7 });
    for (let i = 0; i < names.length; i += 10) {
      const items = names.slice(i, i + 10).flatMap((n, k) => [
        { t: 'load', n, v: 1, a: { route: n, type: n } },
        { t: 'vital', n: ['LCP', 'FCP', 'INP', 'TTFB', 'CLS'][k % 5], v: 1, a: { page: n, type: n } },
        { t: 'action', n, v: 1, a: { page: n } },
        { t: 'api', n, v: 1, a: { method: n, status: 100 + ((i + k) % 500), error: n } },
        { t: 'error', n, a: { page: n } },
      ]);
      await recorded.send('a', ...items);
    }
    assert.ok(recorded.store.budget.lines <= defaultMaxLines / 2, `${recorded.store.budget.lines} lines`);
    for (const each of [frontend.load, frontend.request, frontend.errors]) {
      const series = [...recorded.store.instruments].find(({ facts }) => facts.name === each.name)?.series;
      assert.ok(series !== undefined && series.size > 10 && series.size <= seriesLimit(each), each.name);
      assert.ok(series.overflowing || series.folds > 0);
    }
    const loads = points(recorded.text, 'autonomica_frontend_page_load_duration_seconds');
    assert.equal(
      loads.reduce((sum, { value }) => sum + value, 0),
      names.length,
    );
  });
});
