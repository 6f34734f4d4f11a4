import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Definition } from '../../src/catalogue/define.ts';
import { runtime } from '../../src/catalogue/runtime.ts';
import { EventLoop } from '../../src/readings/event-loop.ts';
import { watchGarbage } from '../../src/readings/garbage.ts';
import { readHeap } from '../../src/readings/heap.ts';
import { readProcess } from '../../src/readings/process.ts';
import { type HistogramPoint, type NumberPoint, read, type SummaryPoint } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';
import { eventually } from '../e2e/eventually.ts';

const pointsOf = (store: Store, { name }: Definition): readonly unknown[] =>
  read(store).find((metric) => metric.name === name)?.points ?? [];
const numbers = (store: Store, definition: Definition): readonly NumberPoint[] => pointsOf(store, definition) as NumberPoint[];
const one = (store: Store, definition: Definition): number | undefined => numbers(store, definition)[0]?.value;

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('the event loop', () => {
  it('is hardly late while it is idle, and as late as what blocked it', async () => {
    const store = new Store();
    const loop = new EventLoop(store);
    await pause(300);
    loop.read(store);
    assert.ok((one(store, runtime.loop.p50) ?? 1) < 0.005, `median ${one(store, runtime.loop.p50)}`);
    block(150);
    await eventually(() => {
      loop.read(store);
      const most = one(store, runtime.loop.max) ?? 0;
      assert.ok(most > 0.12 && most < 1, `greatest ${most}`);
    });
    const [delay] = pointsOf(store, runtime.loop.delay) as SummaryPoint[];
    assert.ok((delay?.sum ?? 0) > 0.12);
    assert.ok((delay?.count ?? 0) > 5);
  });

  it('tells the same to two who read at different intervals', async () => {
    const store = new Store();
    const loop = new EventLoop(store);
    const active = (): number =>
      numbers(store, runtime.loop.time).find(({ attributes }) => attributes['nodejs.eventloop.state'] === 'active')?.value ?? 0;
    let before = 0;
    let count = 0;
    for (let i = 0; i < 10; i++) {
      block(20);
      await pause(30);
      loop.read(store);
      if (i % 5 !== 4) continue;
      assert.ok(active() - before > 0.08, 'the slow one sees all of its interval');
      before = active();
      const [delay] = pointsOf(store, runtime.loop.delay) as SummaryPoint[];
      assert.ok((delay?.count ?? 0) > count, 'and every delay in it');
      count = delay?.count ?? 0;
    }
    const utilization = one(store, runtime.loop.utilization) ?? 0;
    assert.ok(utilization > 0.2 && utilization <= 1, `${utilization}`);
    loop.read(store);
    assert.ok(Math.abs((one(store, runtime.loop.utilization) ?? 0) - utilization) < 0.1, 'reading again at once changes nothing');
  });

  it('forgets a delay after a minute', async () => {
    const store = new Store();
    const loop = new EventLoop(store);
    await eventually(() => {
      loop.read(store);
      assert.equal(numbers(store, runtime.loop.max).length, 1);
    });
    loop.read(store, performance.now() + 120_000);
    assert.deepEqual(numbers(store, runtime.loop.max), []);
  });
});

describe('collections of garbage', () => {
  it('are recorded by kind', async () => {
    const store = new Store();
    watchGarbage(store);
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    await eventually(() => {
      const points = pointsOf(store, runtime.v8.gc) as HistogramPoint[];
      const major = points.find(({ attributes }) => attributes['v8js.gc.type'] === 'major');
      assert.ok((major?.count ?? 0) >= 1);
      assert.ok((major?.sum ?? 0) > 0.00001 && (major?.sum ?? 0) < 5);
    });
  });
});

describe('the heap', () => {
  it('is told by space, with its limit', () => {
    const store = new Store();
    readHeap(store);
    assert.equal(one(store, runtime.v8.limit), getHeapStatistics().heap_size_limit);
    const old = numbers(store, runtime.v8.used).find(({ attributes }) => attributes['v8js.heap.space.name'] === 'old_space');
    assert.ok((old?.value ?? 0) > 1_000_000);
    assert.ok(numbers(store, runtime.v8.size).every(({ value }) => value > 0));
  });

  it('is beside what is active, which is gone when it is closed', async () => {
    const store = new Store();
    const servers = (): number =>
      numbers(store, runtime.v8.resources).find(({ attributes }) => attributes['v8js.resource.type'] === 'TCPServerWrap')?.value ?? 0;
    readHeap(store);
    const before = servers();
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    readHeap(store);
    assert.equal(servers(), before + 1);
    await new Promise((resolve) => server.close(resolve));
    await eventually(() => {
      readHeap(store);
      assert.equal(servers(), before);
    });
  });
});

describe('the process', () => {
  it('knows when it was started', () => {
    const store = new Store();
    readProcess(store);
    const started = one(store, runtime.process.started) ?? 0;
    assert.ok(Math.abs(Date.now() / 1000 - started - process.uptime()) < 5);
    assert.ok(Math.abs((one(store, runtime.process.uptime) ?? 0) - process.uptime()) < 5);
  });

  it('counts its descriptors and threads where there is a /proc', function test() {
    if (process.platform !== 'linux') return this.skip();
    const store = new Store();
    readProcess(store);
    const before = one(store, runtime.process.descriptors) ?? 0;
    const opened = openSync('/dev/null', 'r');
    readProcess(store);
    assert.equal(one(store, runtime.process.descriptors), before + 1);
    closeSync(opened);
    assert.ok((one(store, runtime.process.threads) ?? 0) >= 5);
    assert.ok((one(store, runtime.process.maxDescriptors) ?? 0) > before);
    return undefined;
  });

  it('leaves out what it can not read', () => {
    const root = mkdtempSync(join(tmpdir(), 'autonomica-process-'));
    mkdirSync(join(root, 'proc/self/fd'), { recursive: true });
    writeFileSync(join(root, 'proc/self/status'), 'Name:\tnode\nThreads:\t12\n');
    writeFileSync(join(root, 'proc/self/limits'), 'Max open files            unlimited            unlimited            files\n');
    const store = new Store();
    readProcess(store, root);
    assert.equal(one(store, runtime.process.threads), 12);
    assert.deepEqual(numbers(store, runtime.process.maxDescriptors), []);
    rmSync(root, { recursive: true });
    readProcess(store, root);
    assert.deepEqual(numbers(store, runtime.process.threads), []);
    assert.deepEqual(numbers(store, runtime.process.descriptors), []);
  });
});
