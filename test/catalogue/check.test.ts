import assert from 'node:assert/strict';
import { defaultMaxLines, linesPerSeries, product, seriesLimit, share } from '../../src/catalogue/budget.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { check } from '../../src/catalogue/check.ts';
import {
  type Allowed,
  type Definition,
  type Tree,
  counter,
  definitionsOf,
  gauge,
  histogram,
  info,
  summary,
} from '../../src/catalogue/define.ts';
import { metricName } from '../../src/exposition/names.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';
import { ourScope } from '../../src/version.ts';

const told = { unit: '{call}', means: 'Calls.' };
const good: Definition = counter({ name: 'test.calls', ...told });
const sized: Definition = histogram({ name: 'test.sizes', ...told, buckets: [1, 2, 4] });
const quantiles: Definition = summary({ name: 'test.waits', ...told });
const facts: Definition = info({ name: 'test.build', unit: '', means: 'The build.' });
const withAttributes = (...allowed: Allowed[]): Definition => ({
  ...good,
  attributes: Object.fromEntries(allowed.map((each, i) => [`key${i}`, each])),
});

const notAName = 'the name must be lower-case words joined by dots';
const notRising = 'buckets must be finite numbers that rise';
const notQuantiles = 'quantiles must be numbers from 0 to 1 that rise';
const notUnit = (unit: string): string => `unit "${unit}" is not known: use UCUM, such as "s", "By", "1" or "{request}"`;
const notKept = 'attribute "key0": "keep" must be a whole number from 1';
const notLimit = '"limit" must be a whole number from 1';
const endsInTotal = 'the name of a counter does not end in "total": the exposition adds it';
const tooMany = (lines: number): string =>
  `its attributes allow ${lines} lines, more than a third of the budget of 15000: state a "limit" of series`;

const again = (name: string): Tree => ({ domain: { first: { ...good, name: 'test.a.b' }, deeper: { second: { ...good, name } } } });

const faulty: readonly (readonly [what: string, definition: Definition, ...faults: string[]])[] = [
  ...['', 'Test.calls', 'test..calls', '.test', 'test.', '9test', 'test-calls', 'test calls', 'tést', 'x'.repeat(256)].map(
    (name) => [`the name "${name.slice(0, 20)}"`, { ...good, name }, notAName] as const,
  ),
  ...['seconds', 'S', '{Request}', '{}', 's/fortnight', 's/s/s', '/s', 'constructor', 's/toString'].map(
    (unit) => [`the unit "${unit}"`, { ...good, unit }, notUnit(unit)] as const,
  ),
  ['no meaning', { ...good, means: '' }, '"means" must say what it measures'],
  ['a blank meaning', { ...good, means: ' \n' }, '"means" must say what it measures'],
  [
    'an attribute with a bad name',
    withAttributes({ name: 'Http.Route', keep: 5 }),
    'attribute "key0": name "Http.Route" is not lower-case words joined by dots',
  ],
  ['an empty list', withAttributes({ name: 'a', of: [] }), 'attribute "key0": "of" lists no value'],
  ['a list with a value twice', withAttributes({ name: 'a', of: ['x', 'y', 'x'] }), 'attribute "key0": "of" lists a value twice'],
  ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map(
    (keep) => [`keep: ${keep}`, { ...withAttributes({ name: 'a', keep }), limit: 1 }, notKept] as const,
  ),
  [
    'two attributes that print alike',
    withAttributes({ name: 'a.b', keep: 1 }, { name: 'c', keep: 1 }, { name: 'a_b', keep: 1 }),
    'two attributes share a name',
  ],
  ...[[], [2, 1], [1, 1], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]].map(
    (buckets) => [`buckets ${JSON.stringify(buckets)}`, { ...sized, buckets }, notRising] as const,
  ),
  ['a histogram without buckets', { ...good, kind: 'histogram' }, notRising],
  ['a counter with buckets', { ...good, buckets: [1] }, 'a counter has no buckets'],
  ['a summary with buckets', { ...quantiles, buckets: [1] }, 'a summary has no buckets'],
  ...[[0.9, 0.5], [0.5, 0.5], [-0.1], [1.1], [Number.NaN]].map(
    (wanted) => [`quantiles ${JSON.stringify(wanted)}`, { ...quantiles, quantiles: wanted }, notQuantiles] as const,
  ),
  ['a summary without quantiles', { ...good, kind: 'summary' }, notQuantiles],
  ['a gauge with quantiles', { ...good, kind: 'gauge', quantiles: [0.5] }, 'a gauge has no quantiles'],
  ['a counter named total', { ...good, name: 'test.total' }, endsInTotal],
  ['a counter named _total', { ...good, name: 'test.calls_total' }, endsInTotal],
  ['an info with a unit', { ...facts, unit: 's' }, 'an info has no unit'],
  ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((limit) => [`limit: ${limit}`, { ...good, limit }, notLimit] as const),
  ['more series than a third of the budget', withAttributes({ name: 'a', keep: 5_000 }), tooMany(5_001)],
  ['a product of bounds', withAttributes({ name: 'a', keep: 99 }, { name: 'b', of: [...Array(50).keys()] }), tooMany(5_100)],
  [
    'an optional attribute',
    withAttributes({ name: 'a', keep: 2_499 }, { name: 'b', of: [], optional: true }),
    'attribute "key1": "of" lists no value',
  ],
  ['an optional attribute that counts', withAttributes({ name: 'a', keep: 1_666 }, { name: 'b', of: [1], optional: true }), tooMany(5_001)],
  ['a histogram whose buckets make it large', { ...sized, attributes: { a: { name: 'a', keep: 833 } } }, tooMany(834 * 6)],
  ['a summary whose quantiles make it large', { ...quantiles, attributes: { a: { name: 'a', keep: 1_000 } } }, tooMany(1_001 * 5)],
  [
    'several faults at once',
    { ...good, name: 'Total.total', unit: 'furlong', means: '', attributes: { key0: { name: 'a', keep: 0 } }, buckets: [1], limit: 0 },
    notAName,
    notUnit('furlong'),
    '"means" must say what it measures',
    notKept,
    'a counter has no buckets',
    endsInTotal,
    notLimit,
  ],
];

const sound: readonly Definition[] = [
  good,
  sized,
  quantiles,
  facts,
  { ...good, name: `x${'.y'.repeat(127)}` },
  { ...good, name: 'test_2.calls_3' },
  { ...good, name: 'test.totals' },
  { ...good, kind: 'gauge', name: 'test.total' },
  ...['', '1', 's', 'ms', 'By', '%', '{request}', 'By/s', '{request}/s', 'm/h'].map((unit) => ({ ...good, unit })),
  { ...sized, buckets: [-1, 0, 0.5] },
  { ...quantiles, quantiles: [0, 0.5, 1] },
  withAttributes({ name: 'a', keep: 4_999 }),
  { ...withAttributes({ name: 'a', keep: 5_000 }), limit: 5_000 },
  { ...sized, attributes: { a: { name: 'a', keep: 832 } } },
  withAttributes({ name: 'a', of: [1, '1', true, 'true'] }),
];

describe('the check of a catalogue', () => {
  for (const [what, definition, ...expected] of faulty)
    it(`refuses ${what}`, () => {
      assert.throws(() => check({ group: { one: definition } }), {
        name: 'TypeError',
        message: `metric "${definition.name}": ${expected.join('; ')}`,
      });
    });

  for (const definition of sound)
    it(`accepts ${JSON.stringify(definition).slice(0, 120)}`, () => {
      check({ group: { one: definition } });
    });

  it('refuses a unit that is missing', () => {
    const without: Partial<Definition> = { ...good };
    Reflect.deleteProperty(without, 'unit');
    assert.throws(() => check({ one: without as Definition }), /^TypeError: metric "test\.calls": unit undefined is not known/);
  });

  it('refuses a name that is defined twice, also one that prints alike', () => {
    for (const name of ['test.a.b', 'test.a_b', 'test_a_b'])
      assert.throws(() => check(again(name)), {
        name: 'TypeError',
        message: `metric "${name}": it is defined twice, the other time as "test.a.b"`,
      });
    check(again('test.ab'));
  });

  it('names the first faulty definition of several', () => {
    assert.throws(() => check({ good, one: { ...good, name: 'test.one', unit: '?' }, two: { ...good, name: 'test.two', unit: '?' } }), {
      message: `metric "test.one": ${notUnit('?')}`,
    });
  });

  it('counts a limit as the worst case', () => {
    const limited = gauge({ name: 'test.limited', ...told, attributes: { a: { name: 'a', keep: 9 } }, limit: 3 });
    assert.deepEqual([product(limited), seriesLimit(limited), seriesLimit({ ...good, attributes: limited.attributes })], [10, 3, 10]);
  });
});

describe("this package's own catalogue", () => {
  it('passes its own check', () => {
    check(catalogue);
  });

  for (const definition of definitionsOf(catalogue)) {
    const allowed = Object.entries(definition.attributes);
    /** A set of attributes; beyond the bounds of the lists where asked for. */
    const given = (unlisted = false): Record<string, unknown> =>
      Object.fromEntries(allowed.map(([key, each]) => [key, 'of' in each && !unlisted ? each.of[0] : 'any']));

    describe(definition.name, () => {
      it('says what it measures in a sentence', () => {
        assert.match(definition.means, /^[A-Z0-9].*\.$/s);
      });

      it('has a name on the wire that Prometheus takes', () => {
        assert.match(metricName(definition), /^[a-z][a-z0-9_]*[a-z0-9]$/);
      });

      it('fits into the budget alone', () => {
        assert.ok(seriesLimit(definition) * linesPerSeries(definition) <= defaultMaxLines);
        assert.ok(definition.limit !== undefined || product(definition) * linesPerSeries(definition) <= share(defaultMaxLines));
      });

      it('is kept and read back under the names of its attributes, as plain data', () => {
        const store = new Store();
        store.declare(definition, { scope: ourScope }).observe([[3, given()]]);
        const [metric] = read(store);
        const { name, kind, unit, means } = definition;
        assert.deepEqual({ name: metric?.name, kind: metric?.kind, unit: metric?.unit, means: metric?.means }, { name, kind, unit, means });
        const names = Object.fromEntries(allowed.map(([key, each]) => [each.name, given()[key]]));
        assert.deepEqual(metric?.points[0]?.attributes, names);
        assert.deepEqual(JSON.parse(JSON.stringify(metric)), metric);
      });

      it('folds what is beyond a closed list', () => {
        const store = new Store();
        const instrument = store.declare(definition, { scope: ourScope });
        instrument.observe([[1, given(true)]]);
        const closed = allowed.filter(([, each]) => 'of' in each);
        for (const [, each] of closed) assert.equal(read(store)[0]?.points[0]?.attributes[each.name], 'other');
        assert.equal(instrument.series.folded.value, closed.length > 0 ? 1 : 0);
      });
    });
  }
});
