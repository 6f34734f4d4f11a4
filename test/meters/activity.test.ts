import assert from 'node:assert/strict';
import { activity } from '../../src/catalogue/activity.ts';
import { worker } from '../../src/catalogue/worker.ts';
import { counter, gauge, histogram, updown } from '../../src/catalogue/define.ts';
import type { ActivityMeter } from '../../src/meters/activity.ts';
import { define } from '../../src/meters/define.ts';
import { errorTypeOf } from '../../src/meters/error-type.ts';
import { Expiry } from '../../src/store/expiry.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';

const queue = { name: 'test.queue', keep: 3 } as const;
const outcome = { name: 'test.outcome', of: ['done', 'again', 'lost'] } as const;
const error = { name: 'error.type', keep: 10, optional: true } as const;
const tree = {
  job: activity({
    attributes: { queue },
    ends: { outcome },
    returned: { outcome: 'done' },
    thrown: { outcome: 'lost' },
    constant: { operation: 'process' },
    metrics: {
      active: updown({ name: 'test.job.active', unit: '{job}', means: 'Active.', attributes: { queue } }),
      duration: histogram({
        name: 'test.job.duration',
        unit: 's',
        means: 'Duration.',
        attributes: { queue, outcome, operation: { name: 'test.operation', of: ['process'] }, error },
        buckets: [1],
        limit: 100,
      }),
      ended: counter({ name: 'test.jobs', unit: '{job}', means: 'Ended.', attributes: { queue, outcome } }),
      longest: gauge({ name: 'test.job.longest', unit: 's', means: 'Longest.', attributes: { queue } }),
    },
  }),
} as const;

describe('an activity', () => {
  let store: Store;
  const meters = () => define(tree, { store });
  const numbersOf = (name: string): Record<string, number> =>
    Object.fromEntries(
      (read(store).find((metric) => metric.name === name)?.points ?? []).map((point) => [
        Object.values(point.attributes).map(String).join(' '),
        'value' in point ? point.value : 'counts' in point ? point.counts.reduce((a, b) => a + b, 0) : Number.NaN,
      ]),
    );
  const told = (): unknown => [numbersOf('test.job.active'), numbersOf('test.jobs'), numbersOf('test.job.duration')];
  beforeEach(() => {
    store = new Store();
  });

  it('is active, ends once, and is recorded with how', () => {
    const { job } = meters();
    const one = job.start({ queue: 'a' });
    const two = job.start({ queue: 'a' });
    assert.deepEqual(told(), [{ a: 2 }, {}, {}]);
    one.end({ outcome: 'again' });
    one.end({ outcome: 'done' });
    one.fail(new Error('late'));
    two.fail(Object.assign(new Error('secret'), { code: 'ECONNRESET' }));
    job.start({ queue: 'b' }).fail(new RangeError('secret'), { outcome: 'again' });
    assert.deepEqual(told(), [
      { a: 0, b: 0 },
      { 'a again': 1, 'a lost': 1, 'b again': 1 },
      { 'a again process': 1, 'a lost process ECONNRESET': 1, 'b again process RangeError': 1 },
    ]);
  });

  it('that fails may say how', () => {
    const { job } = meters();
    job.start({ queue: 'a' }).fail(new RangeError('secret'), { outcome: 'again' });
    assert.deepEqual(told(), [{ a: 0 }, { 'a again': 1 }, { 'a again process RangeError': 1 }]);
  });

  it('that is run ends by what the work did, which is passed on unchanged', async () => {
    const { job } = meters();
    const thrown = new TypeError('secret');
    assert.equal(
      job.run({ queue: 'a' }, () => 7),
      7,
    );
    assert.throws(
      () =>
        job.run({ queue: 'a' }, () => {
          throw thrown;
        }),
      (caught) => caught === thrown,
    );
    assert.equal(await job.run({ queue: 'a' }, async () => 8), 8);
    await assert.rejects(
      job.run({ queue: 'a' }, () => Promise.reject(thrown)),
      (caught) => caught === thrown,
    );
    assert.equal(await job.run({ queue: 'a' }, async (going) => going.end({ outcome: 'again' })), undefined);
    assert.deepEqual(told(), [
      { a: 0 },
      { 'a done': 2, 'a lost': 2, 'a again': 1 },
      { 'a done process': 2, 'a lost process TypeError': 2, 'a again process': 1 },
    ]);
  });

  it('that nobody handles is unhandled as without us', async () => {
    const { job } = meters();
    const heard: unknown[] = [];
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.once('unhandledRejection', (reason) => heard.push(reason));
    const reason = new Error('alone');
    void job.run({ queue: 'a' }, () => Promise.reject(reason));
    await new Promise((resolve) => setImmediate(resolve));
    for (const listener of listeners) process.on('unhandledRejection', listener);
    assert.deepEqual(heard, [reason]);
  });

  it('that is left without an end has failed', () => {
    const { job } = meters();
    {
      using going = job.start({ queue: 'a' });
      assert.ok(going);
    }
    assert.deepEqual(told(), [{ a: 0 }, { 'a lost': 1 }, { 'a lost process _OTHER': 1 }]);
  });

  it('with attributes known in advance is the same', () => {
    const { job } = meters();
    const bound = job.bind({ queue: 'a' });
    bound.start().end({ outcome: 'done' });
    bound.run((going) => going.end({ outcome: 'again' }));
    bound.run(() => 1);
    bound.start().fail(new RangeError('x'));
    assert.deepEqual(told(), [
      { a: 0 },
      { 'a done': 2, 'a again': 1, 'a lost': 1 },
      { 'a done process': 2, 'a again process': 1, 'a lost process RangeError': 1 },
    ]);
  });

  it('is bounded, whatever queues there are', () => {
    const { job } = meters();
    for (let i = 0; i < 1000; i++) job.start({ queue: `q${i}` }).end({ outcome: 'done' });
    assert.deepEqual(Object.keys(numbersOf('test.jobs')).length, 4);
    assert.equal(
      Object.values(numbersOf('test.jobs')).reduce((a, b) => a + b, 0),
      1000,
    );
  });

  it('holds no more than the series that there are, though 100,000 queues come and go', () => {
    const { job } = meters();
    const expiry = new Expiry(store, 1);
    const meter = job as unknown as ActivityMeter;
    let most = 0;
    for (let i = 0; i < 100_000; i++) {
      const each = { queue: `q${i}` };
      job.start(each).end({ outcome: 'done' });
      job.bind(each).start().end({ outcome: 'again' });
      if (i % 2 === 0) continue;
      for (const now of [i, i + 1]) expiry.sweep(now);
      most = Math.max(most, meter.lanes);
    }
    assert.deepEqual(told(), [{}, {}, {}]);
    assert.ok(most <= 200, `${most} lanes`);
    assert.equal(store.budget.lines, 0);
  });

  it('that goes on is not forgotten, and handles find their series again', () => {
    const { job } = meters();
    const expiry = new Expiry(store, 10);
    const bound = job.bind({ queue: 'a' });
    const going = bound.start();
    for (const now of [0, 20, 40]) expiry.sweep(now);
    assert.deepEqual(numbersOf('test.job.active'), { a: 1 });
    going.end({ outcome: 'done' });
    for (const now of [60, 80]) expiry.sweep(now);
    assert.deepEqual(told(), [{}, {}, {}]);
    bound.start().end({ outcome: 'done' });
    assert.deepEqual(told(), [{ a: 0 }, { 'a done': 1 }, { 'a done process': 1 }]);
  });

  it('that was started before everything was forgotten leaves nothing below 0', () => {
    const { job } = meters();
    const going = job.start({ queue: 'a' });
    store.reset();
    const after = job.start({ queue: 'a' });
    going.end({ outcome: 'done' });
    assert.deepEqual(numbersOf('test.job.active'), { a: 1 });
    after.end({ outcome: 'done' });
    assert.deepEqual(numbersOf('test.job.active'), { a: 0 });
  });

  it('of which nobody is told is bounded too', () => {
    const { task } = define({ task: worker.task }, { store });
    const meter = task as unknown as ActivityMeter;
    for (let i = 0; i < 20_000; i++) {
      const each = { queue: `q${i}`, type: `t${i}` };
      task.start(each).end({ outcome: 'completed' });
      task.bind(each).run(() => {});
    }
    assert.ok(store.budget.lines <= 15_000, `${store.budget.lines} lines`);
    assert.ok(meter.lanes <= 501, `${meter.lanes} lanes`);
  });

  it('does not compile with what its definition lacks', () => {
    const { job } = meters();
    // @ts-expect-error no such attribute
    job.start({ queue: 'a', colour: 'red' }).end({ outcome: 'done' });
    // @ts-expect-error no such outcome
    job.start({ queue: 'a' }).end({ outcome: 'perhaps' });
    // @ts-expect-error an attribute is missing
    job.start({});
  });
});

describe('the type of an error', () => {
  for (const [thrown, type] of [
    [new Error('secret'), 'Error'],
    [new TypeError('secret'), 'TypeError'],
    [Object.assign(new Error('secret'), { code: 'ENOENT' }), 'ENOENT'],
    [Object.assign(new Error('secret'), { code: 7 }), 'Error'],
    [Object.assign(new Error('secret'), { name: 'a message with spaces' }), 'Error'],
    [new (class Refused extends Error {})('secret'), 'Refused'],
    ['secret', '_OTHER'],
    [undefined, '_OTHER'],
    [null, '_OTHER'],
  ] as const)
    it(`is ${type}`, () => assert.equal(errorTypeOf(thrown), type));
});
