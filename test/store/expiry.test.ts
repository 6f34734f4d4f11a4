import assert from 'node:assert/strict';
import fc from 'fast-check';
import { counter, gauge, histogram, summary, updown } from '../../src/catalogue/define.ts';
import { define } from '../../src/meters/define.ts';
import { Expiry } from '../../src/store/expiry.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';

const by = { by: { name: 'by', keep: 5 } } as const;
const facts = (name: string) => ({ name: `test.${name}`, unit: '', means: 'A.', attributes: by });
const tree = {
  counter: counter(facts('counter')),
  updown: updown(facts('updown')),
  gauge: gauge(facts('gauge')),
  histogram: histogram({ ...facts('histogram'), buckets: [1] }),
  summary: summary(facts('summary')),
};
const idleMs = 10;

describe('a series in which nothing is recorded any more', () => {
  let store: Store;
  let expiry: Expiry;
  beforeEach(() => {
    store = new Store();
    expiry = new Expiry(store, idleMs);
  });
  const names = (): string[] => read(store).map(({ name }) => name.replace('test.', ''));
  const sweep = (...times: number[]): void => times.forEach((now) => expiry.sweep(now));

  it('is forgotten after that time, and not before', () => {
    const meters = define(tree, { store });
    meters.counter.add(1, { by: 'a' });
    meters.histogram.record(0, { by: 'a' });
    meters.summary.record(0, { by: 'a' });
    meters.updown.add(1, { by: 'a' });
    meters.updown.add(-1, { by: 'a' });
    sweep(0, 9);
    assert.deepEqual(names(), ['counter', 'updown', 'histogram', 'summary']);
    meters.histogram.record(0, { by: 'a' });
    sweep(10);
    assert.deepEqual(names(), ['histogram']);
    sweep(19);
    assert.deepEqual(names(), ['histogram']);
    sweep(20);
    assert.deepEqual(names(), []);
    assert.equal(store.budget.lines, 0);
  });

  it('stays if it is a gauge, an updown that is not at 0, looked up, or of the pipeline itself', () => {
    const meters = define(tree, { store });
    meters.gauge.set(0, { by: 'a' });
    meters.updown.add(2, { by: 'a' });
    define({ own: counter(facts('own')) }, { store, exempt: true }).own.add(1, { by: 'a' });
    define({ size: updown(facts('size')) }, { store }).size.set(0, { by: 'a' });
    store.declare(counter(facts('read')), { scope: { name: 'test' } }).observe([[3, { by: 'a' }]]);
    store.declare(counter(facts('told')), { scope: { name: 'test' } }).tell([[3, { by: 'a' }]]);
    sweep(0, 20, 40);
    assert.deepEqual(names().toSorted(), ['gauge', 'own', 'read', 'size', 'told', 'updown']);
  });

  it('makes room for the values of its attributes', () => {
    const meter = define(tree, { store }).counter;
    for (let i = 0; i < 7; i++) meter.add(1, { by: `v${i}` });
    sweep(0, 20);
    for (let i = 7; i < 12; i++) meter.add(1, { by: `v${i}` });
    assert.deepEqual(
      read(store)[0]?.points.map(({ attributes }) => attributes['by']),
      ['v7', 'v8', 'v9', 'v10', 'v11'],
    );
  });

  it('never falls while it is exposed and in use, and begins at 0 when it returns', () => {
    const step = fc.oneof(
      fc.record({ add: fc.constantFrom('a', 'b', 'c'), bound: fc.boolean() }),
      fc.record({ wait: fc.integer({ min: 0, max: 2 * idleMs }) }),
      fc.record({ sweep: fc.constant(true) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const held = new Store();
        const meter = define(tree, { store: held }).counter;
        const old = new Expiry(held, idleMs);
        const handles = new Map(['a', 'b', 'c'].map((value) => [value, meter.bind({ by: value })]));
        const expected = new Map([...handles.keys()].map((value) => [value, { value: 0, last: 0 }]));
        let now = 0;
        const exposed = (): Map<unknown, number> =>
          new Map(
            read(held).flatMap(({ points }) =>
              points.flatMap((point) => ('value' in point ? [[point.attributes['by'], point.value] as const] : [])),
            ),
          );
        for (const each of steps) {
          if ('wait' in each) now += each.wait;
          else if ('sweep' in each) old.sweep(now);
          else {
            if (each.bound) handles.get(each.add)?.add(1);
            else meter.add(1, { by: each.add });
            const { value } = expected.get(each.add) ?? { value: 0 };
            expected.set(each.add, { value: value + 1, last: now });
          }
          const is = exposed();
          for (const [of, { value, last }] of expected) {
            // only what has been idle for as long may be gone
            if (!is.has(of)) {
              assert.ok(now - last >= idleMs || value === 0, `${of} is gone after ${now - last} ms`);
              expected.set(of, { value: 0, last });
            } else assert.equal(is.get(of), value);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
