import assert from 'node:assert/strict';
import { counter, gauge, histogram, info, summary, updown } from '../../src/catalogue/define.ts';
import { readMetrics, reset } from '../../src/index.ts';
import { define } from '../../src/meters/define.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';

// What is promised here is checked by `tsc`: each `@ts-expect-error` is an error once its line compiles.

const told = { unit: '{order}', means: 'Orders.' };
const attributes = {
  channel: { name: 'shop.channel', of: ['web', 'phone', 3] },
  shop: { name: 'shop.name', keep: 10 },
  coupon: { name: 'shop.coupon', of: [true, false], optional: true },
} as const;
const onlyOptional = { coupon: { name: 'shop.coupon', keep: 5, optional: true } } as const;

const tree = {
  shop: {
    orders: counter({ name: 'types.orders', ...told, attributes }),
    open: updown({ name: 'types.open', ...told }),
    depth: gauge({ name: 'types.depth', ...told, attributes: onlyOptional }),
    sizes: histogram({ name: 'types.sizes', ...told, attributes, buckets: [1, 2] }),
    waits: summary({ name: 'types.waits', ...told }),
    build: info({ name: 'types.build', unit: '', means: 'The build.', attributes: { version: { name: 'version', keep: 1 } } }),
  },
} as const;

const set = { channel: 'web', shop: 'north' } as const;

describe('the types of a catalogue', () => {
  let store: Store;
  let shop: ReturnType<typeof meters>;
  const meters = () => define(tree, { store }).shop;
  const points = (name: string) => read(store).find((metric) => metric.name === name)?.points ?? [];

  beforeEach(() => {
    store = new Store();
    shop = meters();
  });

  it('know the metrics', () => {
    // @ts-expect-error there is no such metric
    assert.equal(shop.refunds, undefined);
    // @ts-expect-error nor such a domain
    assert.equal(define(tree, { store }).warehouse, undefined);
  });

  it('know the attributes', () => {
    // @ts-expect-error an attribute that the definition lacks
    shop.orders.add(1, { ...set, colour: 'red' });
    assert.deepEqual(points('types.orders'), [{ attributes: { 'shop.channel': 'web', 'shop.name': 'north' }, value: 1 }]);
  });

  it('ask for what is not optional', () => {
    // @ts-expect-error an attribute is missing
    shop.orders.add(1, { channel: 'web' });
    // @ts-expect-error all are
    shop.orders.add(1);
    // @ts-expect-error undefined is no value
    shop.orders.add(1, { ...set, shop: undefined });
    assert.equal(points('types.orders').length, 2);
  });

  it('know the values of a closed list', () => {
    // @ts-expect-error not in the list
    shop.orders.add(1, { ...set, channel: 'fax' });
    // @ts-expect-error the number is, not the string
    shop.orders.add(1, { ...set, channel: '3' });
    shop.orders.add(1, { ...set, channel: 3 });
    // @ts-expect-error an optional one is closed as well
    shop.orders.add(1, { ...set, coupon: 'yes' });
    // @ts-expect-error what is kept by number is a string, number or boolean
    shop.orders.add(1, { ...set, shop: ['north'] });
    assert.equal(points('types.orders').length, 4);
  });

  it('let optional attributes be left out', () => {
    shop.orders.add(1, set);
    shop.orders.add(1, { ...set, coupon: undefined });
    shop.orders.add(1, { ...set, coupon: true });
    shop.depth.set(1);
    shop.depth.set(2, {});
    shop.depth.set(3, { coupon: 'ten' });
    assert.deepEqual([points('types.orders').length, points('types.depth').length], [2, 2]);
  });

  it('take no attributes where the definition has none', () => {
    shop.open.add(1);
    // @ts-expect-error not even an empty set
    shop.open.add(1, {});
    // @ts-expect-error nor one
    shop.open.add(1, { shop: 'north' });
    assert.deepEqual(points('types.open'), [{ attributes: {}, value: 3 }]);
  });

  it('know the verb of each kind', () => {
    // @ts-expect-error a counter adds
    assert.throws(() => shop.orders.set(1, set), TypeError);
    // @ts-expect-error an updown adds
    assert.throws(() => shop.open.record(1), TypeError);
    // @ts-expect-error a gauge is set
    assert.throws(() => shop.depth.add(1), TypeError);
    // @ts-expect-error a histogram records
    assert.throws(() => shop.sizes.add(1, set), TypeError);
    // @ts-expect-error a summary records
    assert.throws(() => shop.waits.set(1), TypeError);
    // @ts-expect-error an info is told, without a value
    assert.throws(() => shop.build.add(1, { version: '1' }), TypeError);
    shop.build.set({ version: '1' });
    // @ts-expect-error a value is a number
    shop.open.add('1');
    assert.deepEqual(points('types.open'), []);
  });

  it('check handles alike', () => {
    shop.orders.bind(set).add(1);
    shop.sizes.bind({ ...set, coupon: false }).record(1);
    shop.open.bind().add(1);
    shop.depth.bind().set(1);
    // @ts-expect-error an attribute is missing
    shop.orders.bind({ channel: 'web' }).add(1);
    // @ts-expect-error not in the list
    shop.orders.bind({ ...set, channel: 'fax' }).add(1);
    // @ts-expect-error it has no attributes
    shop.open.bind({ shop: 'north' }).add(1);
    // @ts-expect-error a counter's handle adds
    assert.throws(() => shop.orders.bind(set).set(1), TypeError);
    // @ts-expect-error the handle has its attributes
    shop.orders.bind(set).add(1, set);
    assert.equal(points('types.orders').length, 3);
  });

  it('check what is removed', () => {
    shop.orders.add(1, set);
    // @ts-expect-error an attribute is missing
    shop.orders.remove({ channel: 'web' });
    assert.equal(points('types.orders').length, 1);
    shop.orders.remove(set);
    assert.equal(points('types.orders').length, 0);
  });

  it('know a definition', () => {
    // @ts-expect-error a histogram has buckets
    assert.equal(histogram({ name: 'types.a', ...told }).buckets, undefined);
    // @ts-expect-error a counter has none
    assert.deepEqual(counter({ name: 'types.b', ...told, buckets: [1] }).kind, 'counter');
    // @ts-expect-error it must say what it means
    assert.equal(counter({ name: 'types.c', unit: 's' }).means, undefined);
    // @ts-expect-error an attribute has a list or a bound
    assert.deepEqual(gauge({ name: 'types.d', ...told, attributes: { a: { name: 'a' } } }).kind, 'gauge');
  });
});

describe('the types of what was recorded', () => {
  before(reset);
  afterEach(reset);

  it('follow the kind of the definition', () => {
    const { shop } = define(tree);
    shop.orders.add(2, set);
    shop.sizes.record(1.5, set);
    shop.waits.record(3);
    shop.build.set({ version: '1' });
    const value: number | undefined = readMetrics(tree.shop.orders)[0]?.value;
    const counts: readonly number[] | undefined = readMetrics(tree.shop.sizes)[0]?.counts;
    const quantiles = readMetrics(tree.shop.waits)[0]?.quantiles.map(({ quantile }) => quantile);
    const told1: number | undefined = readMetrics(tree.shop.build)[0]?.value;
    assert.deepEqual([value, counts, quantiles, told1], [2, [0, 1, 0], [0.5, 0.9, 0.99], 1]);
    // @ts-expect-error a counter has no buckets
    assert.equal(readMetrics(tree.shop.orders)[0]?.counts, undefined);
    // @ts-expect-error a histogram has no single value
    assert.equal(readMetrics(tree.shop.sizes)[0]?.value, undefined);
    assert.deepEqual(readMetrics(tree.shop.open), []);
  });

  it('are told apart by the kind where all are read', () => {
    const { shop } = define(tree);
    shop.sizes.record(1, set);
    for (const metric of readMetrics()) {
      // @ts-expect-error not every kind has a count
      assert.equal(metric.points[0]?.count, 1);
      if (metric.kind === 'histogram') assert.deepEqual(metric.points[0]?.boundaries, [1, 2]);
    }
    assert.equal(readMetrics().length, 1);
  });
});
