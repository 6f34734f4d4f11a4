import { buckets, label, series, sum } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { runtime } from '../catalogue/runtime.ts';
import { type Boards, folded, type Line, row } from './board.ts';
import { countOf, maxOf, per, rate, selected, sumOf, top } from './expressions.ts';
import { lines } from './lines.ts';
import { number } from './number.ts';
import type { Query } from './panel.ts';
import { table } from './table.ts';
import { instance, job } from './variables.ts';

const { process, loop, v8 } = runtime;

/** The twenty processes of which something is most. */
const each = (expr: string): readonly Query[] => [{ expr: top(expr, 20), legend: '{{job}} {{instance}}' }];
const who = 'job, instance';
const used = sumOf(series(v8.used, {}, selected), who);
const limit = series(v8.limit, {}, selected);

type Limits = Thresholds['runtime'];

const now = (): Line =>
  row(
    100,
    'Now',
    4,
    number(1, 'Processes', {
      description: 'Processes that are scraped and say when they were started.',
      unit: 'short',
      queries: [{ expr: countOf(series(process.started, {}, selected)) }],
      none: 'none',
    }),
    number(2, 'CPUs used', {
      description: 'How many CPUs all of them keep busy.',
      unit: 'short',
      decimals: 2,
      queries: [{ expr: sumOf(rate(series(process.cpu, {}, selected))) }],
      none: 'none',
    }),
    number(3, 'Memory held', {
      description: 'Physical memory of all of them.',
      unit: 'bytes',
      queries: [{ expr: sumOf(series(process.memory, {}, selected)) }],
      none: 'none',
    }),
    number(4, 'Started last', {
      description: 'When the youngest of them was started.',
      unit: 'dateTimeFromNow',
      queries: [{ expr: `1000 * ${maxOf(series(process.started, {}, selected))}` }],
      none: 'none',
    }),
  );

const eventLoop = (limits: Limits): Line =>
  row(
    101,
    'Event loop',
    8,
    lines(5, 'Busy', {
      description: 'Share of the last minute in which the event loop was active. Near 1, whatever comes waits in line.',
      unit: 'percentunit',
      bounds: { warn: limits.loopUtilization },
      most: 1,
      queries: each(series(loop.utilization, {}, selected)),
    }),
    lines(6, 'Delay, p99', {
      description: 'How late one timer in a hundred came, within a minute: every request of the process waits as long.',
      unit: 's',
      bounds: { warn: limits.loopDelaySeconds },
      queries: each(series(loop.p99, {}, selected)),
    }),
    lines(7, 'Longest delay', {
      description: 'The greatest delay of the last minute: one piece of work that did not let go.',
      unit: 's',
      queries: each(series(loop.max, {}, selected)),
    }),
  );

const heap = (limits: Limits): Line =>
  row(
    102,
    'Heap and garbage',
    8,
    lines(8, 'Heap, of its limit', {
      description: 'Share of what the heap may grow to. At 1 the process dies.',
      unit: 'percentunit',
      bounds: { warn: limits.heapRatio },
      most: 1,
      queries: each(`${used} / on (${who}) ${limit}`),
    }),
    lines(9, 'Time spent on garbage', {
      description: 'Share of time that collections of garbage stopped the process for.',
      unit: 'percentunit',
      queries: each(sumOf(rate(sum(v8.gc, {}, selected)), who)),
    }),
    lines(10, 'Collections by kind, p99', {
      description: 'How long the longest collections took.',
      unit: 's',
      queries: [per(v8.gc, ['type'], (by) => `histogram_quantile(0.99, ${sumOf(rate(buckets(v8.gc, {}, selected)), `${by}, le`)})`)],
      none: 'none collected',
    }),
  );

const resources = (limits: Limits): Line =>
  row(
    103,
    'What it takes of the machine',
    8,
    lines(11, 'CPU', {
      description: 'CPUs that each process keeps busy; JavaScript of one thread can have one.',
      unit: 'none',
      queries: each(sumOf(rate(series(process.cpu, {}, selected)), who)),
    }),
    lines(12, 'Memory', {
      description: 'Physical memory of each process: the heap, buffers and code. What only rises leaks.',
      unit: 'bytes',
      queries: each(series(process.memory, {}, selected)),
    }),
    lines(13, 'File descriptors, of their limit', {
      description: 'Share of the file descriptors that a process may have open. At 1 it can accept no connection.',
      unit: 'percentunit',
      bounds: { warn: limits.fileDescriptorsRatio },
      most: 1,
      queries: each(`${series(process.descriptors, {}, selected)} / ${series(process.maxDescriptors, {}, selected)}`),
    }),
  );

const more = (): Line =>
  folded(
    104,
    'Within the process',
    8,
    lines(14, 'Heap by space', {
      description: 'Memory used in each space of the heap, of all processes.',
      unit: 'bytes',
      stacked: true,
      queries: [per(v8.used, ['space'], (by) => sumOf(series(v8.used, {}, selected), by))],
    }),
    lines(15, 'What keeps it alive', {
      description:
        'Sockets, servers, timers and the like that the event loop waits for, of all processes. What only rises is never closed.',
      unit: 'short',
      queries: [per(v8.resources, ['type'], (by) => top(sumOf(series(v8.resources, {}, selected), by)))],
    }),
    table(16, 'What runs', {
      description: 'Versions of each service, of Node and of what measures it.',
      unit: 'none',
      queries: [{ expr: series(process.build, {}, selected) }],
      columns: versions(),
    }),
  );

/** The head of each column, by its label. */
function versions(): Record<string, string> {
  const keys = { service: 'Version', node: 'Node', package: 'Metrics' } as const;
  const own = Object.entries(keys).map(([key, head]) => [label(process.build, key as keyof typeof keys), head]);
  return { job: 'Job', instance: 'Instance', ...(Object.fromEntries(own) as Record<string, string>) };
}

/** Processes of Node: the event loop, the heap, and what they take of the machine. */
export const runtimeBoard: Boards = ({ thresholds: { runtime: limits } }) => ({
  name: 'runtime',
  title: 'Runtime',
  description: 'Processes of Node: how busy their event loops are, how full their heaps, what they take of the machine.',
  team: 'platform',
  variables: [job(process.started), instance(process.started)],
  lines: [now(), eventLoop(limits), heap(limits), resources(limits), more()],
});
