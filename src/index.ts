import type { Definition, Meters, Tree } from './catalogue/define.ts';
import { define as defineIn } from './meters/define.ts';
import type { HistogramPoint, Metric, NumberPoint, SummaryPoint } from './store/read.ts';
import type { Options } from './environment.ts';
import type { Running } from './running.ts';
import { start as startPipeline } from './start.ts';
import { read } from './store/read.ts';
import { store } from './store/process-store.ts';

export {
  type Allowed,
  type Attributes,
  type Bounds,
  type Definition,
  type Instruments,
  type Kind,
  type Literal,
  type Meters,
  type Tree,
  counter,
  gauge,
  histogram,
  info,
  summary,
  updown,
} from './catalogue/define.ts';
export { catalogue } from './catalogue/catalogue.ts';
export { health, type Probe } from './endpoint/health.ts';
export { ConfigError, type Options } from './environment.ts';
export { endpoint } from './start.ts';
export type { Running } from './running.ts';
export type { HistogramPoint, Metric, NumberPoint, SummaryPoint } from './store/read.ts';

/**
 * Checks a catalogue and gives its meters, under its own keys.
 * A definition that was given before, unchanged, gives the same meter.
 * @throws TypeError `metric "x": …` for a definition that is faulty, or that another catalogue has otherwise
 */
export const define = <const T extends Tree>(tree: T): Meters<T> => defineIn(tree);

/**
 * Starts serving without the preload, for a process that has its own wiring: nothing is instrumented but what it records itself.
 * @throws ConfigError that lists every option that is wrong
 */
export const start: (options?: Options) => Running = startPipeline;

interface Points {
  counter: NumberPoint;
  updown: NumberPoint;
  gauge: NumberPoint;
  info: NumberPoint;
  histogram: HistogramPoint;
  summary: SummaryPoint;
}

/** What has been recorded in this process, as plain data; of one definition, its points. Works without the preload and without a port. */
export function readMetrics(): readonly Metric[];
export function readMetrics<D extends Definition>(definition: D): readonly Points[D['kind']][];
export function readMetrics(definition?: Definition): readonly unknown[] {
  const metrics = read(store);
  return definition === undefined
    ? metrics
    : metrics.filter(({ name, kind }) => name === definition.name && kind === definition.kind).flatMap(({ points }) => [...points]);
}

/** Forgets everything that has been recorded, so that one test does not see another's. Meters and handles go on working. */
export const reset = (): void => store.reset();
