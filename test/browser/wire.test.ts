import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Item, type Kind, textOf } from '../../src/browser/wire.ts';

const kinds: readonly Kind[] = ['load', 'vital', 'action', 'api', 'error'];
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.double(), fc.constantFrom(undefined, null, {}, [], true));
const items = fc.record({
  t: fc.constantFrom(...kinds),
  n: fc.oneof(anything, fc.constantFrom('CLS', 'LCP')),
  v: fc.oneof(anything, fc.double({ min: 0, max: 1000, noNaN: true })),
  a: fc.dictionary(fc.constantFrom('page', 'route', 'type', 'status'), anything),
}) as fc.Arbitrary<Item>;

const parsed = (item: Item): unknown => JSON.parse(textOf(item) ?? 'null');

describe('an item on the wire', () => {
  it('has a name, a value in its range and bounded texts, whatever was recorded, or is none', () => {
    fc.assert(
      fc.property(items, (item) => {
        const told = parsed(item) as Item | null;
        if (told === null) return;
        assert.equal(told.t, item.t);
        assert.ok(told.n.length > 0 && told.n.length <= 100 && item.n.startsWith(told.n));
        if (told.v === undefined) assert.ok(item.t === 'action' || item.t === 'error');
        else assert.ok(told.v >= 0 && told.v <= (told.t === 'vital' && told.n === 'CLS' ? 10 : 300));
        for (const [key, value] of Object.entries(told.a)) {
          assert.ok(typeof value === 'string' ? value.length <= 100 : Number.isFinite(value), String(value));
          assert.ok(typeof value === 'number' ? value === item.a[key] : String(item.a[key]).startsWith(String(value)));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what is in range, to a millionth', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 300, noNaN: true }), (v) => {
        const told = parsed({ t: 'load', n: '/', v, a: { route: '/' } }) as Item;
        assert.ok(Math.abs((told.v as number) - v) <= 0.5e-6 + 1e-12);
        assert.deepEqual({ ...told, v: 0 }, { t: 'load', n: '/', v: 0, a: { route: '/' } });
      }),
    );
  });

  it('is none without a name, or a value where there has to be one', () => {
    const item: Item = { t: 'load', n: '/', v: 1, a: {} };
    assert.notEqual(textOf(item), undefined);
    for (const wrong of [{ n: '' }, { v: undefined }, { v: Number.NaN }, { v: -1 }, { v: Infinity }])
      assert.equal(textOf({ ...item, ...wrong }), undefined, JSON.stringify(wrong));
    assert.deepEqual(parsed({ t: 'action', n: 'save', a: {} }), { t: 'action', n: 'save', a: {} });
    assert.equal(textOf({ t: 'action', n: 'save', v: Number.NaN, a: {} }), undefined);
  });

  it('has the longest time for what took longer, so that it is counted', () => {
    assert.deepEqual(parsed({ t: 'api', n: '/', v: 4_000, a: {} }), { t: 'api', n: '/', v: 300, a: {} });
    assert.deepEqual(parsed({ t: 'vital', n: 'CLS', v: 12, a: {} }), { t: 'vital', n: 'CLS', v: 10, a: {} });
    assert.deepEqual(parsed({ t: 'action', n: 'CLS', v: 12, a: {} }), { t: 'action', n: 'CLS', v: 12, a: {} });
  });
});
