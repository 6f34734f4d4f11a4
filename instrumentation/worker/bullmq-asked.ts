import type { QueueSaid, TaskPriority, TaskState } from '../../src/readings/queues.ts';
import { type Backend, priorityOf, type Stored } from './bullmq-library.ts';

const states: readonly (readonly [type: string, state: TaskState])[] = [
  ['waiting', 'waiting'],
  ['active', 'active'],
  ['delayed', 'delayed'],
  ['failed', 'failed'],
  ['completed', 'completed'],
  ['waiting-children', 'blocked'],
];
const types = [...states.map(([type]) => type), 'prioritized'];
/** Those that are counted one by one; what is beyond is low. */
const numbered = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** A connection that is not there would keep what is asked until it is. */
async function connected({ client }: Backend): Promise<void> {
  const { status } = (await client) ?? {};
  if (typeof status === 'string' && status !== 'ready' && status !== 'connect') throw new Error(`its connection is ${status}`);
}

/** A queue that is asked again and again. */
export class QueueAsked {
  /** Once there were priorities, they are told when they are 0. */
  #hasPriorities = false;

  async ask(backend: Backend): Promise<QueueSaid> {
    await connected(backend);
    const [counts, perPriority, isPaused] = await Promise.all([
      backend.getCounts(types),
      backend.getCountsPerPriority(numbered),
      backend.hasQueueMetaField('paused'),
    ]);
    const low = Math.max(0, (counts.at(-1) ?? 0) - sum(perPriority));
    const prioritized = [...perPriority, low];
    const oldestSeconds = await oldest(backend, counts[0] ?? 0, prioritized);
    this.#hasPriorities ||= prioritized.some((count) => count > 0);
    const sizes: QueueSaid['sizes'] = states.map(([, state], i) => [counts[i] ?? 0, state] as const);
    return { sizes: this.#hasPriorities ? [...sizes, ...byPriority(prioritized)] : sizes, oldestSeconds, isPaused };
  }
}

function byPriority(counts: readonly number[]): QueueSaid['sizes'] {
  const sums: Record<TaskPriority, number> = { high: 0, normal: 0, low: 0 };
  for (const [i, count] of counts.entries()) sums[priorityOf(i + 1) ?? 'low'] += count;
  return (['high', 'normal', 'low'] as const).map((priority) => [sums[priority], 'waiting', priority] as const);
}

/**
 * How long the job waits that has waited longest: one end of the queue or the other, where it has both, and the first of each priority,
 * whose place is known by how many go before it.
 */
async function oldest(backend: Backend, waiting: number, prioritized: readonly number[]): Promise<number> {
  const places = new Set(waiting > 0 ? [0, waiting - 1] : []);
  const firsts = prioritized.flatMap((count, i) => (count > 0 ? [sum(prioritized.slice(0, i))] : []));
  const asked = [...[...places].map((at) => jobAt(backend, 'waiting', at)), ...firsts.map((at) => jobAt(backend, 'prioritized', at))];
  const jobs = (await Promise.all(asked)).filter((job) => job !== undefined);
  const since = Math.min(...jobs.map(sinceOf));
  return Number.isFinite(since) ? Math.max(0, Date.now() - since) / 1000 : 0;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** None where it has been taken meanwhile. */
async function jobAt(backend: Backend, type: string, at: number): Promise<Stored | undefined> {
  const [id] = (await backend.getRanges([type], at, at, true)).flat();
  return id === undefined ? undefined : backend.getJobData(id);
}

/** Since when it waits: since it was due, or since it was tried last. */
const sinceOf = ({ timestamp, processedOn = 0, opts }: Stored): number => Math.max(timestamp + (opts.delay ?? 0), processedOn);
