import { pipeline } from '../catalogue/pipeline.ts';
import type { Definition } from '../catalogue/define.ts';
import type { Instrument } from '../store/instrument.ts';
import type { Store } from '../store/store.ts';
import { type Point, write as writeIn } from './write.ts';

const exempt = { exempt: true };
type Counts = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** What the pipeline knows of itself, gathered from those who count it. */
export interface PipelineFacts {
  readonly hooks: ReadonlyMap<string, number>;
  readonly callbacks: Counts;
  readonly probes: readonly { readonly name: string; readonly up: boolean }[];
  readonly rejected: readonly { readonly variable: string }[];
  /** Where the endpoint listens, if it does. */
  readonly address: { readonly host: string; readonly port: number } | undefined;
}

/** Counts by metric and reason as points, nothing for what never happened. */
function* byReason(counts: Iterable<readonly [string, Readonly<Record<string, number>>]>): Generator<Point> {
  for (const [metric, reasons] of counts)
    for (const [reason, count] of Object.entries(reasons)) if (count > 0) yield [count, { metric, reason }];
}

const happened = (counts: Readonly<Record<string, number>>): boolean => {
  for (const reason in counts) if (counts[reason] !== 0) return true;
  return false;
};

/** Adds up the counts of the instruments that share a name; of nearly all there is nothing to add. */
function totals(instruments: Iterable<Instrument>, of: (instrument: Instrument) => Readonly<Record<string, number>>): Counts {
  const sums = new Map<string, Record<string, number>>();
  for (const instrument of instruments) {
    const counts = of(instrument);
    if (!happened(counts)) continue;
    const sum = sums.get(instrument.facts.name) ?? {};
    for (const [reason, count] of Object.entries(counts)) sum[reason] = (sum[reason] ?? 0) + count;
    sums.set(instrument.facts.name, sum);
  }
  return sums;
}

const write = (store: Store, definition: Definition, points: Iterable<Point>): void => writeIn(store, definition, points, exempt);

/** Writes which points a scrape left out. */
export const writeConflicts = (store: Store, conflicts: Counts): void => write(store, pipeline.conflicts, byReason(conflicts));

/** Writes what the pipeline knows of itself into the store. */
export function readPipeline(store: Store, { hooks, callbacks, probes, rejected, address }: PipelineFacts): void {
  write(store, pipeline.budget, [[store.budget.maxLines, {}]]);
  write(store, pipeline.held, [[store.budget.lines, {}]]);
  write(store, pipeline.folded, byReason(totals(store.instruments, ({ series }) => series.folded)));
  write(store, pipeline.refused, byReason(totals(store.instruments, ({ refused }) => refused)));
  write(store, pipeline.callbacks, byReason(callbacks));
  write(
    store,
    pipeline.hooks,
    [...hooks].map(([hook, count]): Point => [count, { hook }]),
  );
  write(
    store,
    pipeline.probe,
    probes.map(({ name, up }): Point => [up ? 1 : 0, { probe: name }]),
  );
  write(store, pipeline.address, address ? [[1, { host: address.host, port: address.port }]] : []);
  write(
    store,
    pipeline.settings,
    rejected.map(({ variable }): Point => [1, { variable }]),
  );
}
