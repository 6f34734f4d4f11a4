import assert from 'node:assert/strict';
import { Files } from '../../src/readings/files.ts';
import { type AskedQueue, type BusyWorker, queuesOf } from '../../src/readings/queues.ts';
import { logged } from '../support.ts';

const said = (count: number, isPaused = false) => ({ sizes: [[count, 'waiting']] as const, oldestSeconds: count, isPaused });
const asked = (id: string, ask: AskedQueue['ask'], isClosed = (): boolean => false): AskedQueue => ({ queue: 'mail', id, ask, isClosed });
const files = new Files('/nowhere');
const which = { system: 'test', queue: 'mail' };

describe('what is read of queues', () => {
  let queues: AskedQueue[] = [];
  let workers: BusyWorker[] = [];
  const { readings, samplings } = queuesOf({ system: 'test', queues: () => queues, workers: () => workers });
  const sample = async () => (await samplings[0]?.sample(files))?.map(([, points]) => points);

  it('adds up the workers on a queue, and knows none that are gone', () => {
    const slots = () => readings[0]?.read(files).map(([, points]) => points);
    workers = [
      { queue: 'mail', limit: 2, used: 1 },
      { queue: 'mail', limit: 3, used: 3 },
    ];
    assert.deepEqual(slots(), [[[4, which]], [[5, which]]]);
    workers = [];
    assert.deepEqual(slots(), [[], []]);
  });

  it('adds up what queues of one name hold, and takes the worst of the rest', async () => {
    queues = [asked('a', () => Promise.resolve(said(2))), asked('b', () => Promise.resolve(said(3, true)))];
    const size = { ...which, state: 'waiting', priority: undefined };
    assert.deepEqual(await sample(), [[[5, size]], [[3, which]], [[1, which]], [[1, which]]]);
  });

  it('says once that a broker does not answer, and that it does again, and nothing when all queues are closed', async () => {
    const down = [asked('c', () => Promise.reject(new Error('refused')))];
    queues = down;
    const lines = await logged(async () => {
      assert.deepEqual(await sample(), [[], [], [], [[0, which]]]);
      await sample();
      queues = [];
      assert.deepEqual(await sample(), [[], [], [], []]);
      queues = [asked('d', () => Promise.resolve(said(1)))];
      await sample();
    });
    assert.deepEqual(lines, [
      '@autonomica/metrics: the test broker does not answer for queue "mail": refused',
      '@autonomica/metrics: the test broker answers again',
    ]);
  });

  it('says nothing of a queue that is closed while it is asked', async () => {
    let isClosed = false;
    const closes = async (): Promise<never> => {
      isClosed = true;
      throw new Error('closed');
    };
    queues = [asked('e', closes, () => isClosed)];
    const lines = await logged(async () => assert.deepEqual(await sample(), [[], [], [], []]));
    assert.deepEqual(lines, []);
  });
});
