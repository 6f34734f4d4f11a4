import type { Beacon } from './beacon/beacon.ts';
import { openBeacon } from './beacon/bundle.ts';
import type { BeaconOptions } from './beacon/options.ts';
import type { Definition, Meters, Tree } from './catalogue/define.ts';
import { define as defineIn } from './meters/define.ts';
import type { HistogramPoint, Metric, NumberPoint, SummaryPoint } from './store/read.ts';
import type { Options } from './environment.ts';
import { meters as ownMeters } from './meters/meters.ts';
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
export type { Beacon } from './beacon/beacon.ts';
export type { Names } from './beacon/names.ts';
export type { BeaconOptions } from './beacon/options.ts';
export { type Activity, type BoundStarts, type Ongoing, type Starts, activity } from './catalogue/activity.ts';
export { catalogue } from './catalogue/catalogue.ts';
export { health, type Probe } from './endpoint/health.ts';
export { ConfigError, type Options } from './environment.ts';
export { endpoint, flush, shutdown } from './start.ts';
export type { Running } from './running.ts';
export type { Probed } from './readings/probes.ts';
export { countError } from './meters/count-error.ts';
export type { Usage } from './meters/usage.ts';
export { setRoute } from './meters/request.ts';
export type { HistogramPoint, Metric, NumberPoint, SummaryPoint } from './store/read.ts';

/**
 * Checks a catalogue and gives its meters, under its own keys.
 * A definition that was given before, unchanged, gives the same meter.
 * @throws TypeError `metric "x": …` for a definition that is faulty, or that another catalogue has otherwise
 */
export const define = <const T extends Tree>(tree: T): Meters<T> => defineIn(tree);

const { api, worker, agent, frontend } = ownMeters;

/**
 * The meters of what a platform does: tasks and queues, agents, models and tools, databases and dependencies. What a hooked library does is
 * recorded by itself; these are for what none is known for. They cost next to nothing while nobody scrapes.
 */
export const meters = { api, worker, agent } as const;

/**
 * Starts serving without the preload, for a process that has its own wiring: nothing is instrumented but what it records itself.
 * @throws ConfigError that lists every option that is wrong
 */
export const start: (options?: Options) => Running = startPipeline;

/**
 * What the browsers of users send, to be mounted on a route of the application's own: recorded, or refused and counted. Anyone can post there.
 * @throws ConfigError that lists every option that is wrong
 */
export const beacon = (options: BeaconOptions): Beacon => openBeacon(options, frontend);

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
