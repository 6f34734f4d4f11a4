import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Kind } from '../../src/catalogue/define.ts';
import { counter, histogram, updown as updownOf } from '../../src/catalogue/define.ts';
import { Gauge } from '../../src/store/gauge.ts';
import { Histogram } from '../../src/store/histogram.ts';
import { type NumberPoint, read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';
import { Sum } from '../../src/store/sum.ts';

const scope = { name: 'test' };

function open(store: Store, kind: Kind, limit?: number): Sum {
  const instrument = store.open({ scope, name: `a.${kind}`, kind, unit: '', means: '' }, limit);
  assert.ok(instrument instanceof Sum);
  return instrument;
}

function declare(store: Store, limit?: number, exempt = false): Sum {
  const attributes = { by: { name: 'by', keep: 3 }, how: { name: 'how', of: ['fast', 'slow'] } };
  const instrument = store.declare(
    counter({ name: 'a.declared', unit: '', means: 'A.', attributes, ...(limit === undefined ? {} : { limit }) }),
    {
      scope,
      exempt,
    },
  );
  assert.ok(instrument instanceof Sum);
  return instrument;
}

const points = (store: Store): readonly NumberPoint[] =>
  read(store).flatMap((metric) => (metric.kind === 'counter' ? [...metric.points] : []));
const values = (store: Store): number[] => points(store).map(({ value }) => value);

describe('series of an instrument that nobody declared', () => {
  it('are the same in any order of keys, and without keys that say nothing', () => {
    const store = new Store();
    const sum = open(store, 'counter');
    sum.add(1, { a: 1, b: 2, c: 3 });
    sum.add(1, { c: 3, a: 1, b: 2 });
    sum.add(1, { b: 2, c: 3, a: 1, d: undefined, e: null });
    sum.add(5);
    sum.add(5, {});
    sum.add(5, { a: undefined });
    assert.deepEqual(points(store), [
      { attributes: { a: 1, b: 2, c: 3 }, value: 3 },
      { attributes: {}, value: 15 },
    ]);
  });

  it('differ where values differ, in type too', () => {
    const store = new Store();
    const sum = open(store, 'counter');
    const sets = [
      { a: '1|2', b: '3' },
      { a: '1', b: '2|3' },
      { a: 1 },
      { a: '1' },
      { a: true },
      { a: 'true' },
      { a: ['1'] },
      { a: [1] },
      { a: '["1"]' },
      { a: Number.NaN },
      { a: 'NaN' },
      { a: '' },
      { ab: '' },
      { a: [] },
      { a: ['1', '2'] },
      { a: [null] },
      {},
    ];
    for (let round = 0; round < 3; round++) for (const set of sets) sum.add(1, { ...set });
    assert.deepEqual(
      values(store),
      sets.map(() => 3),
    );
  });

  it('take what OpenTelemetry does not know as a value for "other", and count it', () => {
    const store = new Store();
    const sum = open(store, 'counter');
    for (const value of [() => {}, 10n, Symbol('x')]) sum.add(1, { a: value });
    assert.deepEqual(points(store), [{ attributes: { a: 'other' }, value: 3 }]);
    assert.equal(sum.series.folded.value, 3);
  });

  it('go to the overflow beyond the limit of the metric, and are counted', () => {
    const store = new Store();
    const sum = open(store, 'counter', 2);
    for (const a of ['x', 'y', 'z', 'x', 'q']) sum.add(1, { a });
    assert.deepEqual(points(store), [
      { attributes: { a: 'x' }, value: 2 },
      { attributes: { a: 'y' }, value: 1 },
      { attributes: { 'otel.metric.overflow': true }, value: 2 },
    ]);
    assert.deepEqual(sum.series.folded, { value: 0, metric: 2, process: 0 });
  });

  it('go to the overflow beyond the limit of the process', () => {
    const store = new Store({ maxLines: 3 });
    const first = open(store, 'counter', 10);
    const second = open(store, 'updown', 10);
    for (const a of ['x', 'y']) first.add(1, { a });
    for (const a of ['x', 'y', 'z']) second.add(1, { a });
    assert.deepEqual([first.series.size, second.series.size, second.series.folded.process], [2, 1, 2]);
  });

  it('of a metric without a limit take a third of the budget', () => {
    const store = new Store({ maxLines: 300 });
    const sum = open(store, 'counter');
    const buckets = store.open({ scope, name: 'h', kind: 'histogram', unit: '', means: '', buckets: [1, 2] });
    assert.deepEqual([sum.series.limit, buckets.series.limit], [100, 20]);
  });

  it('stay as few as allowed whatever attributes arrive', () => {
    const store = new Store();
    const sum = open(store, 'counter');
    for (let i = 0; i < 1_000_000; i++) sum.add(1, { id: i });
    assert.equal(sum.series.size, 5_000);
    assert.equal(store.budget.lines, 5_001);
    assert.equal(
      values(store).reduce((a, b) => a + b, 0),
      1_000_000,
    );
  });
});

describe('series of a definition', () => {
  it('take a value beyond the bound of its attribute for "other", the other labels kept', () => {
    const store = new Store();
    const sum = declare(store);
    for (const by of ['a', 'b', 'c', 'd', 'e', 'a']) sum.add(1, { by, how: 'fast' });
    sum.add(1, { by: 'a', how: 'unheard' });
    assert.deepEqual(points(store), [
      { attributes: { by: 'a', how: 'fast' }, value: 2 },
      { attributes: { by: 'b', how: 'fast' }, value: 1 },
      { attributes: { by: 'c', how: 'fast' }, value: 1 },
      { attributes: { by: 'other', how: 'fast' }, value: 2 },
      { attributes: { by: 'a', how: 'other' }, value: 1 },
    ]);
    assert.equal(sum.series.folded.value, 3);
  });

  it('give the place of a value back when its last series is removed', () => {
    const store = new Store();
    const sum = declare(store);
    for (const by of ['a', 'b', 'c']) sum.add(1, { by, how: 'fast' });
    sum.remove({ by: 'b', how: 'fast' });
    sum.add(1, { by: 'd', how: 'fast' });
    assert.deepEqual(
      points(store).map(({ attributes }) => attributes['by']),
      ['a', 'c', 'd'],
    );
  });

  it('leave out what they do not declare, and what is missing', () => {
    const store = new Store();
    const sum = declare(store);
    sum.add(1, { by: 'a', how: 'fast', user: 17 });
    sum.add(1, { by: 'a' });
    sum.add(1);
    assert.deepEqual(points(store), [
      { attributes: { by: 'a', how: 'fast' }, value: 1 },
      { attributes: { by: 'a' }, value: 1 },
      { attributes: {}, value: 1 },
    ]);
  });

  it('of the pipeline itself are beside the budget', () => {
    const store = new Store({ maxLines: 1 });
    const sum = declare(store, undefined, true);
    for (const by of ['a', 'b', 'c']) sum.add(1, { by, how: 'fast' });
    assert.deepEqual([sum.series.size, store.budget.lines], [3, 0]);
  });
});

describe('a series', () => {
  for (const make of [declare, (store: Store) => open(store, 'counter')])
    it(`that is removed is gone, returns at 0, and handles find it again (${make === declare ? 'declared' : 'open'})`, () => {
      const store = new Store();
      const sum = make(store);
      const set = { by: 'a', how: 'fast' };
      const handle = sum.bind(set);
      handle.add(5);
      sum.add(1, set);
      sum.remove({ how: 'fast', by: 'a' });
      assert.deepEqual([values(store), store.budget.lines], [[], 0]);
      handle.add(2);
      sum.add(1, set);
      assert.deepEqual(values(store), [3]);
      store.reset();
      assert.deepEqual(values(store), []);
      handle.add(7);
      assert.deepEqual(values(store), [7]);
    });

  it('refuses what is no finite number, and what is negative where values only grow', () => {
    const store = new Store();
    const sum = open(store, 'counter');
    const updown = open(store, 'updown');
    const buckets = store.open({ scope, name: 'h', kind: 'histogram', unit: '', means: '', buckets: [1] });
    const gauge = store.open({ scope, name: 'g', kind: 'gauge', unit: '', means: '' });
    assert.ok(buckets instanceof Histogram && gauge instanceof Gauge);
    for (const value of [Number.NaN, Infinity, -Infinity, -1, '5' as unknown as number]) {
      sum.add(value);
      sum.bind().add(value);
      updown.add(value);
      buckets.record(value);
      gauge.set(value);
    }
    assert.deepEqual(sum.refused, { type: 2, nan: 2, infinite: 4, negative: 2 });
    assert.deepEqual(buckets.refused, { type: 1, nan: 1, infinite: 2, negative: 1 });
    assert.deepEqual(updown.refused, { type: 1, nan: 1, infinite: 2, negative: 0 });
    assert.deepEqual(gauge.refused, { type: 1, nan: 1, infinite: 2, negative: 0 });
  });

  it('that an observation did not see is gone', () => {
    const store = new Store();
    const sum = open(store, 'counter');
    sum.observe([
      [1, { a: 1 }],
      [2, { a: 2 }],
      [Number.NaN, { a: 3 }],
    ]);
    sum.observe([[5, { a: 2 }], [7]]);
    assert.deepEqual(points(store), [
      { attributes: { a: 2 }, value: 5 },
      { attributes: {}, value: 7 },
    ]);
    sum.observe([]);
    assert.deepEqual(points(store), []);
  });

  it('of a reading beyond the bounds is left out and counted, and what is gone makes room first', () => {
    const definition = updownOf({ name: 'test.told', unit: '', means: 'Told.', attributes: { of: { name: 'of', keep: 2 } } });
    const store = new Store();
    const instrument = store.declare(definition, { scope: { name: 'test' } });
    const toldValues = (): unknown => read(store)[0]?.points.map((point) => [point.attributes['of'], 'value' in point && point.value]);
    instrument.tell([
      [1, { of: 'a' }],
      [2, { of: 'b' }],
      [3, { of: 'c' }],
      [4, { of: 'd' }],
    ]);
    assert.deepEqual(toldValues(), [
      ['a', 1],
      ['b', 2],
    ]);
    assert.equal(instrument.series.folded.value, 2);
    instrument.tell([
      [5, { of: 'c' }],
      [6, { of: 'b' }],
    ]);
    assert.deepEqual(toldValues(), [
      ['b', 6],
      ['c', 5],
    ]);
    assert.equal(instrument.series.folded.value, 2);
  });
});

describe('the budget', () => {
  const width = histogram({ name: 'b.h', unit: '', means: 'B.', buckets: [1, 2] });
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 30 }), to: fc.constantFrom('open', 'declared', 'histogram') }),
    fc.record({ remove: fc.integer({ min: 0, max: 30 }), to: fc.constantFrom('open', 'declared') }),
    fc.constant({ reset: true }),
  );

  it('is exactly the lines of the series that there are, after whatever sequence', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = new Store({ maxLines: 25 });
        const sums = { open: open(store, 'counter', 8), declared: declare(store, 5) };
        const buckets = store.declare(width, { scope });
        assert.ok(buckets instanceof Histogram);
        for (const each of steps) {
          if ('reset' in each) store.reset();
          else if ('add' in each && each.to === 'histogram') buckets.record(each.add);
          else if ('add' in each) sums[each.to as 'open'].add(1, { by: each.add, how: 'fast' });
          else sums[each.to].remove({ by: each.remove, how: 'fast' });
          const lines = [...store.instruments].reduce(
            (total, { series }) => total + (series.size + (series.overflowing ? 1 : 0)) * series.lines,
            0,
          );
          assert.equal(store.budget.lines, lines);
          assert.ok(sums.open.series.size <= 8 && sums.declared.series.size <= 5);
          for (const { series } of store.instruments)
            assert.equal(
              series.shapes.reduce((n, shape) => n + shape.size, 0),
              series.size,
            );
        }
        store.reset();
        assert.equal(store.budget.lines, 0);
      }),
    );
  });
});
