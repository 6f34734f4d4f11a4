import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Item, toldBy } from '../../src/beacon/schema.ts';

type Json = Readonly<Record<string, unknown>>;
const beacon = (...items: readonly unknown[]): Json => ({ v: 1, app: 'shop', items });
/** What an item tells, as it came over the wire. */
const read = (item: unknown): Item | undefined => toldBy(JSON.parse(JSON.stringify(beacon(item))))?.items[0];

const load = { t: 'load', n: '/cart', v: 1.5, a: { route: '/:page', type: 'reload' } };
const vital = { t: 'vital', n: 'LCP', v: 2.5, a: { page: '/', type: 'navigate', rating: 'good' } };
const action = { t: 'action', n: 'checkout', v: 0.2, a: { page: '/cart', outcome: 'error' } };
const api = { t: 'api', n: '/users/:id', v: 0.1, a: { method: 'GET', status: 404, error: 'NetworkError' } };
const error = { t: 'error', n: 'TypeError', a: { page: '/' } };
const all = [load, vital, action, api, error];

describe('the schema of a beacon', () => {
  it('reads each kind', () => {
    assert.deepEqual(all.map(read), [
      { kind: 'load', page: '/cart', route: '/:page', type: 'reload', seconds: 1.5 },
      { kind: 'vital', vital: 'lcp', page: '/', type: 'navigate', value: 2.5 },
      { kind: 'action', action: 'checkout', page: '/cart', outcome: 'error', seconds: 0.2 },
      { kind: 'api', route: '/users/:id', method: 'GET', status: 404, error: 'NetworkError', seconds: 0.1 },
      { kind: 'error', error: 'TypeError', page: '/' },
    ]);
    assert.deepEqual(toldBy(beacon()), { app: 'shop', items: [] });
  });

  it('reads what is left out as nothing, and null as left out', () => {
    const none = undefined;
    assert.deepEqual(read({ t: 'load', n: '/', v: 0, a: { route: null } }), {
      kind: 'load',
      page: '/',
      route: none,
      type: none,
      seconds: 0,
    });
    assert.deepEqual(read({ t: 'vital', n: 'CLS', v: 0.1, a: null }), { kind: 'vital', vital: 'cls', page: none, type: none, value: 0.1 });
    assert.deepEqual(read({ t: 'action', n: 'x' }), { kind: 'action', action: 'x', page: none, outcome: none, seconds: none });
    assert.deepEqual(read({ ...api, a: { method: 'PUT', status: 0 } }), {
      kind: 'api',
      route: '/users/:id',
      method: 'PUT',
      status: none,
      error: none,
      seconds: 0.1,
    });
  });

  it('takes the ends of each range and nothing beyond', () => {
    for (const item of [load, vital, action, api]) {
      for (const v of [0, 300]) assert.ok(read({ ...item, v }), `${item.t} ${v}`);
      for (const v of [-1e-9, 300.001, '1', true, [1], {}]) assert.equal(read({ ...item, v }), undefined, `${item.t} ${JSON.stringify(v)}`);
    }
    for (const v of [0, 10]) assert.ok(read({ ...vital, n: 'CLS', v }));
    assert.equal(read({ ...vital, n: 'CLS', v: 10.1 }), undefined);
    assert.ok(read({ ...action, n: 'x'.repeat(100) }));
    for (const status of [100, 599]) assert.ok(read({ ...api, a: { method: 'GET', status } }));
    for (const status of [1, 99, 600, 200.5, '200']) assert.equal(read({ ...api, a: { method: 'GET', status } }), undefined, `${status}`);
    assert.ok(toldBy(beacon(...Array.from({ length: 50 }, () => load))));
    assert.equal(toldBy(beacon(...Array.from({ length: 51 }, () => load))), undefined);
  });

  it('refuses as a whole what is otherwise wrong in one place', () => {
    const wrong: readonly unknown[] = [
      ...all.map((each) => ({ ...each, t: 'other' })),
      ...all.map((each) => ({ ...each, t: 'constructor' })),
      ...all.map((each) => ({ ...each, n: '' })),
      ...all.map((each) => ({ ...each, n: 'x'.repeat(101) })),
      ...all.map((each) => ({ ...each, a: [] })),
      ...all.map((each) => ({ ...each, a: 'x' })),
      ...['toString', 'lcp', 7].map((n) => ({ ...vital, n })),
      { ...load, v: null },
      { ...load, a: { route: 7 } },
      { ...action, a: { outcome: 'fine' } },
      { ...api, a: {} },
      null,
      [],
      7,
    ];
    for (const each of wrong) assert.equal(toldBy(beacon(load, each)), undefined, JSON.stringify(each));
    for (const each of [{ v: 2 }, { v: '1' }, { app: '' }, { app: null }, { items: null }, { items: {} }, { items: 'x' }])
      assert.equal(toldBy({ ...beacon(load), ...each }), undefined, JSON.stringify(each));
  });

  it('takes any JSON, without throwing', () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    const named = fc.record({ t: fc.constantFrom(...all.map(({ t }) => t)), n: anything, v: anything, a: anything });
    const shaped = fc.record({
      v: fc.constantFrom(1, 2),
      app: fc.oneof(fc.string(), anything),
      items: fc.array(fc.oneof(anything, named)),
    });
    fc.assert(
      fc.property(fc.oneof(anything, shaped), (value) => {
        const told = toldBy(value);
        assert.ok(told === undefined || told.items.length === (value as { items: unknown[] }).items.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('sees nothing in the keys of prototypes, and pollutes none', () => {
    const told = toldBy(
      JSON.parse(`{"__proto__":{"polluted":1},"v":1,"app":"a","constructor":{"prototype":{"polluted":1}},
        "items":[{"t":"load","n":"/","v":1,"__proto__":{"a":1},"a":{"__proto__":{"route":"/x"},"type":"reload"}}]}`),
    );
    assert.deepEqual(told?.items, [{ kind: 'load', page: '/', route: undefined, type: 'reload', seconds: 1 }]);
    assert.equal(toldBy(JSON.parse('{"__proto__":{"v":1,"app":"a","items":[]}}')), undefined);
    assert.equal(toldBy(JSON.parse('{"v":1,"app":"a","items":[{"__proto__":{"t":"error","n":"x"}}]}')), undefined);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('reads nothing that an object inherits', () => {
    const about: unknown = Object.create({ route: '/inherited', type: 'reload' });
    const [item] = toldBy(beacon({ ...load, a: about }))?.items ?? [];
    assert.deepEqual(item, { kind: 'load', page: '/cart', route: undefined, type: undefined, seconds: 1.5 });
  });
});
