import { answer, asked, need } from './child.ts';
import { mustEqual, shownAt, totalOf } from './counted.ts';
import { startRedis } from './redis.ts';
import { Running } from './running.ts';
import { freePort } from './server.ts';

const warmUp = 10_000;
const count = 20_000;
const bulk = 1_000;

interface Asked {
  /** How the worker is started. */
  readonly args: readonly string[];
  /** The metric that has counted every job; of who does not measure there is none. */
  readonly counter?: string;
}

interface Queue {
  addBulk(jobs: readonly object[]): Promise<unknown>;
  close(): Promise<void>;
}
interface Bullmq {
  readonly Queue: new (name: string, options: object) => Queue;
}

const { args, counter } = asked as Asked;
const { Queue } = need('bullmq') as Bullmq;
const redis = await startRedis();
const free = await freePort();

async function fill(name: string, jobs: number): Promise<void> {
  const queue = new Queue(name, { connection: { host: '127.0.0.1', port: redis } });
  const opts = { removeOnComplete: true };
  for (let from = 0; from < jobs; from += bulk)
    await queue.addBulk(Array.from({ length: bulk }, (_, i) => ({ name: 'send', data: { user: from + i }, opts })));
  await queue.close();
}

await fill('warm-up', warmUp);
await fill('mail', count);
const worker = new Running(args, { OTEL_EXPORTER_PROMETHEUS_PORT: String(free), BENCH_REDIS_PORT: String(redis) });
const work = (queue: string, jobs: number): Promise<number> => worker.ask(JSON.stringify([queue, jobs]));
await work('warm-up', warmUp);
const began = performance.now();
const us = await work('mail', count);
const seconds = (performance.now() - began) / 1000;
if (counter !== undefined) mustEqual('jobs', totalOf(await shownAt(free), new RegExp(`^${counter}\\{`)), warmUp + count);
await worker.stop();
answer({ us: us / count, rate: count / seconds });
