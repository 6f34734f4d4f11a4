import assert from 'node:assert/strict';
import { gauge } from '../../src/catalogue/define.ts';
import { setLevel } from '../../src/log.ts';
import { Files } from '../../src/readings/files.ts';
import type { Found, Reading, Sampling } from '../../src/readings/reading.ts';
import { Readings } from '../../src/readings/readings.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';

const height = gauge({ name: 'test.height', unit: 'm', means: 'Height.', attributes: { of: { name: 'test.of', keep: 5 } } });

/** The points of every metric in a store, by name. */
const told = (store: Store): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    read(store).map(({ name, points }) => [name, points.map((point) => [point.attributes, 'value' in point && point.value])]),
  );

describe('readings', () => {
  let now = 0;
  const store = new Store({ clock: () => now });
  const readings = new Readings({ store, files: new Files('/nowhere'), intervalMs: 1e6, clock: () => now });
  before(() => setLevel('none'));
  after(() => {
    readings.stop();
    setLevel('info');
  });

  let found: () => readonly Found[] = () => [];
  const subject: Reading = { name: 'heights', finds: [height], read: () => found() };
  readings.add({ readings: [subject], samplings: [] });

  it('tell what was found, and nothing of what is gone', () => {
    found = () => {
      now += 2;
      return [
        [
          height,
          [
            [1, { of: 'a' }],
            [2, { of: 'b' }],
          ],
        ],
      ];
    };
    readings.read();
    assert.deepEqual(told(store), {
      'test.height': [
        [{ 'test.of': 'a' }, 1],
        [{ 'test.of': 'b' }, 2],
      ],
      'autonomica.reading.up': [[{ 'autonomica.reading.name': 'heights' }, 1]],
      'autonomica.reading.duration': [[{ 'autonomica.reading.name': 'heights' }, 0.002]],
    });
    found = () => [[height, [[3, { of: 'b' }]]]];
    readings.read();
    assert.deepEqual(told(store)['test.height'], [[{ 'test.of': 'b' }, 3]]);
  });

  it('that fail leave their metrics out, and are down until they work again', () => {
    found = () => {
      throw new Error('gone');
    };
    readings.read();
    assert.equal(told(store)['test.height'], undefined);
    assert.deepEqual(told(store)['autonomica.reading.up'], [[{ 'autonomica.reading.name': 'heights' }, 0]]);
    found = () => [];
    readings.read();
    assert.deepEqual(told(store)['autonomica.reading.up'], [[{ 'autonomica.reading.name': 'heights' }, 1]]);
  });

  it('that find something of the same metric do not take it from each other', () => {
    const both = new Store();
    const two = new Readings({ store: both, files: new Files('/nowhere') });
    let second: readonly Found[] = [[height, [[2, { of: 'b' }]]]];
    two.add({ readings: [{ name: 'one', finds: [height], read: () => [[height, [[1, { of: 'a' }]]]] }], samplings: [] });
    two.add({ readings: [{ name: 'two', finds: [height], read: () => second }], samplings: [] });
    two.read();
    assert.deepEqual(told(both)['test.height'], [
      [{ 'test.of': 'a' }, 1],
      [{ 'test.of': 'b' }, 2],
    ]);
    second = [];
    two.read();
    assert.deepEqual(told(both)['test.height'], [[{ 'test.of': 'a' }, 1]]);
  });

  it('of one name are refused', () =>
    assert.throws(() => readings.add({ readings: [subject], samplings: [] }), /"heights": there is one already/));

  it('that are sampled have an age, one sample at a time, while somebody asks', async () => {
    const waiting: ((found: readonly Found[]) => void)[] = [];
    const sampling: Sampling = {
      name: 'slow',
      finds: [],
      sample: () => new Promise((resolve) => waiting.push(resolve)),
    };
    readings.add({ readings: [], samplings: [sampling] });
    assert.equal(waiting.length, 0);
    assert.equal(await readings.asked(1), false);
    assert.equal(await readings.asked(1), true);
    void readings.sample();
    assert.equal(waiting.length, 1);
    readings.read();
    assert.equal(told(store)['autonomica.reading.age'], undefined);
    waiting[0]?.([]);
    await readings.sample();
    now += 5_000;
    readings.read();
    assert.deepEqual(told(store)['autonomica.reading.age'], [[{ 'autonomica.reading.name': 'slow' }, 5]]);
    assert.equal(await readings.end(), true);
  });

  it('that do not come back are down, are not asked again, and hold up one scrape alone', async () => {
    const dead = new Readings({ store: new Store(), files: new Files('/nowhere'), intervalMs: 1e6, deadlineMs: 20 });
    let asked = 0;
    const hanging: Sampling = {
      name: 'dead',
      finds: [],
      sample() {
        asked += 1;
        return new Promise(() => {});
      },
    };
    const well: Sampling = { name: 'well', finds: [], sample: async () => [] };
    dead.add({ readings: [], samplings: [hanging, well] });
    assert.equal(await dead.asked(10_000), true);
    await dead.sample();
    assert.equal(asked, 1);
    assert.equal(await dead.end(), false);
  });
});
