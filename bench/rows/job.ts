import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Row, us } from '../row.ts';
import { measured, type Start } from '../run.ts';

interface Contender {
  readonly args: readonly string[];
  readonly counter?: string;
}

const contenders: Readonly<Record<string, Contender>> = {
  bare: { args: ['./work/bullmq.cjs'] },
  [us]: { args: ['--require', '@autonomica/metrics/instrumentation', './work/bullmq.cjs'], counter: 'autonomica_tasks_total' },
  'bullmq-otel': { args: ['./work/bullmq-otel.cjs'], counter: 'bullmq_jobs_completed_total' },
};

const starts: readonly Start[] = Object.entries(contenders).map(([who, asked]) => ({
  who,
  args: [join(measured, 'job.ts'), JSON.stringify(asked)],
}));

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export const job: readonly Row[] = [
  {
    id: 'job',
    what: 'CPU added to one BullMQ job',
    how: 'Microseconds of CPU, all threads of the worker, over 20,000 jobs that do nothing, ten at a time, after 10,000 to warm up, less the bare process; a real Redis on loopback has them all before. bullmq-otel 2.0.1 with metrics alone, by the OpenTelemetry SDK; ours measures the commands to Redis as well. Whoever measures must have counted every job.',
    unit: 'µs',
    figure: 'us',
    also: { rate: 'jobs a second' },
    less: 'bare',
    starts,
    rounds: 9,
    target: { says: 'at most 10 µs', reached: ({ ours }) => ours <= 10 },
    lacks: hasRedis ? undefined : '`redis-server` is not on the PATH',
  },
];
