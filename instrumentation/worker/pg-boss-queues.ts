import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../src/instrumentation.ts';
import type { Found, Sampling } from '../../src/readings/reading.ts';

interface QueueStats {
  readonly readyCount: number;
  readonly deferredCount: number;
  readonly activeCount: number;
  readonly failedCount: number;
}

/** What of pg-boss knows its queues. */
export interface Counted {
  readonly stopped?: boolean;
  readonly config: { readonly schema: string };
  readonly db: {
    executeSql(text: string, values: unknown[]): Promise<{ readonly rows: readonly { readonly age: number | string | null }[] }>;
  };
  readonly queues?: Readonly<Record<string, { readonly deadLetter?: string | null }>> | null;
  getQueueStats(name: string, options?: object): Promise<readonly QueueStats[]>;
}

type Worked = ReadonlyMap<Counted, ReadonlySet<string>>;
type Definitions = Context['catalogue']['worker'];

const system = 'pg-boss';
const deadlineMs = 5000;

/** In the order of pg-boss's own index for what waits; of a longer queue the first so many are looked at. */
const oldestWaiting = (schema: string): string => `SELECT extract(epoch FROM now() - min(start_after))::float8 AS age FROM (
  SELECT start_after FROM ${schema}.job WHERE name = $1 AND state < 'active' AND NOT blocked AND start_after <= now()
  ORDER BY priority DESC, created_on LIMIT 10000) AS waiting`;

/** The queues that are worked on here, and where their dead letters go. */
function* queuesOf(worked: Worked): Generator<readonly [Counted, string]> {
  for (const [manager, names] of worked) {
    if (manager.stopped) continue;
    const letters = [...names].map((name) => manager.queues?.[name]?.deadLetter).filter((name) => typeof name === 'string');
    for (const name of new Set([...names, ...letters])) yield [manager, name];
  }
}

/** Asks one after the other, so that it has one connection of the application's at most; what does not answer in time is asked no more. */
function asking(ask: (manager: Counted, queue: string) => Promise<Found[]>, worked: Worked): () => Promise<readonly Found[]> {
  let underway: Promise<Found[]> | undefined;
  const all = async (): Promise<Found[]> => {
    const found: Found[] = [];
    for (const [manager, queue] of queuesOf(worked))
      found.push(...(await ask(manager, queue).catch((error: unknown) => stoppedOr(manager, error))));
    return found;
  };
  return async () => {
    if (underway) throw new Error('the database has not answered yet');
    const late = new AbortController();
    underway = all().finally(() => {
      underway = undefined;
      late.abort();
    });
    const deadline = pause(deadlineMs, undefined, { ref: false, signal: late.signal }).then(
      () => Promise.reject(new Error(`the database did not answer within ${deadlineMs} ms`)),
      () => [],
    );
    return merged(await Promise.race([underway, deadline]));
  };
}

/** A pool that was closed in the meantime is no failure. */
function stoppedOr(manager: Counted, error: unknown): Found[] {
  if (manager.stopped) return [];
  throw error;
}

const merged = (found: readonly Found[]): Found[] =>
  [...new Set(found.map(([definition]) => definition))].map((each) => [
    each,
    found.filter(([definition]) => definition === each).flatMap(([, points]) => points),
  ]);

/** Depth, as pg-boss counts it in its own time, and how long the oldest has waited. */
export function queueSamplings(worked: Worked, { queue: { size, oldest } }: Definitions): readonly Sampling[] {
  const depth = async (manager: Counted, queue: string): Promise<Found[]> => {
    const stats = (await manager.getQueueStats(queue, { limit: 1 }))[0];
    if (stats === undefined) return [];
    const { readyCount: waiting, deferredCount: delayed, activeCount: active, failedCount: failed } = stats;
    return [[size, Object.entries({ waiting, delayed, active, failed }).map(([state, count]) => [count, { system, queue, state }])]];
  };
  const age = async (manager: Counted, queue: string): Promise<Found[]> => {
    const { rows } = await manager.db.executeSql(oldestWaiting(manager.config.schema), [queue]);
    return [[oldest, [[Math.max(0, Number(rows[0]?.age ?? 0)), { system, queue }]]]];
  };
  return [
    { name: 'pg-boss queues', finds: [size], sample: asking(depth, worked) },
    { name: 'pg-boss oldest', finds: [oldest], sample: asking(age, worked) },
  ];
}
