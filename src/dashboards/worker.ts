import { count, labels, series, sum } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { worker } from '../catalogue/worker.ts';
import { type Boards, folded, type Line, line, row } from './board.ts';
import { outcomes, percentiles } from './colours.ts';
import { chosen, increase, maxOf, minOf, per, quantile, quantiles, rate, selected, share, sumOf, top } from './expressions.ts';
import { lines } from './lines.ts';
import { number } from './number.ts';
import { states } from './states.ts';
import { instance, job, values } from './variables.ts';

const { active, duration, ended, longest } = worker.task.metrics;
const { size, oldest } = worker.queue;
const where = { queue: chosen('queue') };
const queue = ['queue'] as const;

/** What a queue holds: every replica says the same of it, so it is said once, and then added up over its priorities. */
const held = (state: object, by?: string): string =>
  sumOf(maxOf(series(size, { ...where, ...state }, selected), labels(size, 'system', 'queue', 'state', 'priority')), by);
const attempts = rate(series(ended, where, selected));
const settled = rate(series(ended, { ...where, outcome: ['completed', 'failed'] }, selected));
const failed = rate(series(ended, { ...where, outcome: 'failed' }, selected));

type Limits = Thresholds['worker'];

const now = (limits: Limits): Line =>
  row(
    100,
    'Now',
    4,
    number(1, 'Waiting', {
      description: 'Tasks that wait in the queues.',
      unit: 'short',
      bounds: { warn: limits.growingTasks },
      queries: [{ expr: held({ state: 'waiting' }) }],
      none: 'no queue',
    }),
    number(2, 'Oldest', {
      description: 'How long the task has waited that has waited longest.',
      unit: 's',
      bounds: { warn: limits.oldestTaskSeconds, bad: 4 * limits.oldestTaskSeconds },
      queries: [{ expr: maxOf(series(oldest, where, selected)) }],
      none: 'no queue',
    }),
    number(3, 'Attempts', {
      description: 'Attempts at tasks that ended, however they did, a second.',
      unit: 'ops',
      queries: [{ expr: sumOf(attempts) }],
      none: 'none yet',
    }),
    number(4, 'Failed for good', {
      description: 'Share of the tasks that ended and are not tried again because they failed.',
      unit: 'percentunit',
      bounds: { warn: limits.failureRatio },
      queries: [{ expr: share(sumOf(failed), sumOf(settled)) }],
      none: 'none ended',
    }),
  );

const queues = (limits: Limits): Line =>
  row(
    101,
    'Queues',
    8,
    lines(5, 'Waiting by queue', {
      description: 'Tasks that could begin and wait for a worker. What grows and does not fall again needs more workers.',
      unit: 'short',
      bounds: { warn: limits.growingTasks },
      queries: [per(size, queue, (by) => held({ state: 'waiting' }, by))],
      none: 'no queue',
    }),
    lines(6, 'Oldest by queue', {
      description: 'How long the first of each queue has waited.',
      unit: 's',
      bounds: { warn: limits.oldestTaskSeconds, bad: 4 * limits.oldestTaskSeconds },
      queries: [per(oldest, queue, (by) => maxOf(series(oldest, where, selected), by))],
      none: 'no queue',
    }),
    lines(7, 'Other states', {
      description: 'Tasks that are worked on, wait for their time or for others, or were put aside.',
      unit: 'short',
      queries: [per(size, ['state'], (by) => held({ state: { not: ['waiting', 'completed'] } }, by))],
      colours: outcomes,
      none: 'no queue',
    }),
  );

const work = (limits: Limits): Line =>
  row(
    102,
    'Work',
    8,
    lines(8, 'Attempts by outcome', {
      description: 'How attempts at tasks ended: those that were retried failed, and are tried again.',
      unit: 'ops',
      calcs: ['mean', 'max'],
      queries: [per(ended, ['outcome'], (by) => sumOf(attempts, by))],
      stacked: true,
      colours: outcomes,
      none: 'none yet',
    }),
    lines(9, 'Failed for good by queue', {
      description: 'Share of the tasks of a queue that ended and are not tried again because they failed.',
      unit: 'percentunit',
      bounds: { warn: limits.failureRatio },
      upTo: limits.failureRatio,
      queries: [per(ended, queue, (by) => share(sumOf(failed, by), sumOf(settled, by)))],
      none: 'none ended',
    }),
    lines(10, 'Slots taken by queue', {
      description: 'Share of what workers can do at once that they do. At 1 a task waits however short its work is.',
      unit: 'percentunit',
      bounds: { warn: limits.saturationRatio },
      upTo: 1,
      queries: [
        per(worker.slots.usage, queue, (by) => {
          const [usage, limit] = [worker.slots.usage, worker.slots.limit].map((of) => sumOf(series(of, where, selected), by));
          return `${usage} / (${limit} > 0)`;
        }),
      ],
      none: 'no worker',
    }),
  );

const times = (): Line =>
  row(
    103,
    'Time',
    8,
    lines(11, 'Wait before the first attempt, p95', {
      description: 'How long tasks wait from when they could begin.',
      unit: 's',
      queries: [per(worker.wait, queue, (by) => quantile(0.95, worker.wait, where, selected, by))],
      none: 'none began',
    }),
    lines(12, 'Duration of attempts', {
      description: 'How long attempts took: half of them, 95 and 99 of a hundred.',
      unit: 's',
      calcs: ['lastNotNull', 'max'],
      queries: quantiles(duration, where),
      colours: percentiles,
      none: 'none ended',
    }),
    lines(13, 'From adding to the end, p95', {
      description: 'How long tasks take for who added them: waits and all attempts included.',
      unit: 's',
      queries: [per(worker.latency, queue, (by) => quantile(0.95, worker.latency, where, selected, by))],
      none: 'none ended',
    }),
  );

const trouble = (limits: Limits): Line =>
  line(
    7,
    lines(14, 'Longest under way', {
      description: 'How long the task has been worked on that was started first: what only rises hangs.',
      unit: 's',
      bounds: { warn: limits.stuckTaskSeconds },
      queries: [per(longest, queue, (by) => maxOf(series(longest, where, selected), by))],
      none: 'none under way',
    }),
    lines(15, 'Lost and put aside', {
      description: 'Tasks whose worker was lost, and those that failed for good and wait for somebody to look at them.',
      unit: 'short',
      queries: [
        { expr: sumOf(increase(series(worker.stalls, where, selected))), legend: 'stalled' },
        { expr: sumOf(increase(series(worker.deadLetters, where, selected))), legend: 'dead letters' },
      ],
      none: 'none',
    }),
    states(16, 'Broker', {
      description: 'Whether what keeps the queues answers.',
      unit: 'short',
      queries: [per(worker.broker, ['system', 'queue'], (by) => minOf(series(worker.broker, where, selected), by))],
      none: 'no broker',
    }),
  );

const more = (limits: Limits): Line =>
  folded(
    104,
    'By type, schedules and retries',
    8,
    lines(17, 'Under way by type', {
      description: 'Tasks that are being worked on.',
      unit: 'short',
      queries: [per(active, ['type'], (by) => sumOf(series(active, where, selected), by))],
      none: 'none under way',
    }),
    lines(18, 'Duration by type, p95', {
      description: 'How long attempts took, of the ten slowest types of tasks.',
      unit: 's',
      queries: [per(duration, ['type'], (by) => top(quantile(0.95, duration, where, selected, by)))],
      none: 'none ended',
    }),
    lines(19, 'Schedules that are late, p95', {
      description: 'How much later than planned scheduled tasks began.',
      unit: 's',
      bounds: { warn: limits.scheduleLagSeconds },
      queries: [per(worker.schedule.lag, ['type'], (by) => quantile(0.95, worker.schedule.lag, where, selected, by))],
      none: 'nothing scheduled',
    }),
    lines(20, 'Attempts of a task', {
      description: 'How many attempts tasks took, on the mean. What rises fails and is repeated.',
      unit: 'none',
      queries: [per(worker.attempts, queue, (by) => mean(by))],
      none: 'none ended',
    }),
  );

function mean(by: string): string {
  const [sums, counts] = [sum, count].map((part) => sumOf(rate(part(worker.attempts, where, selected)), by));
  return `${sums} / (${counts} > 0)`;
}

/** Queues, and those who work on them. */
export const workerBoard: Boards = ({ jobs, thresholds: { worker: limits } }) => ({
  name: 'worker',
  title: 'Workers',
  description: 'Queues and the tasks in them: what waits and for how long, how it ends, who works.',
  team: 'worker',
  variables: [job(ended, jobs.worker), instance(ended), values('queue', 'Queue', size, 'queue')],
  lines: [now(limits), queues(limits), work(limits), times(), trouble(limits), more(limits)],
});
