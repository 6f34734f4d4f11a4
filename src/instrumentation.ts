import type { Server } from 'node:http';
import type { Settings } from './environment.ts';
import type { InstrumentationName } from './settings.ts';
import type { Attachment } from './endpoint/status.ts';
import type { worker } from './catalogue/worker.ts';
import type { guard } from './guard.ts';
import type { errorTypeOf } from './meters/error-type.ts';
import { log } from './log.ts';
import type { meters } from './meters/meters.ts';
import type { measureRequests, measureUndici } from './opentelemetry/http-client.ts';
import type { Subjects } from './readings/readings.ts';
import type { WatchedQueues } from './readings/queues.ts';
import type { Container } from './readings/container/detect.ts';
import type { routeOf, Served, setRoute, setRouteSource } from './meters/request.ts';
import type { Scope } from './store/instrument.ts';

/** What an instrumentation is given: it imports nothing of the pipeline at run time. */
export interface Context {
  readonly meters: typeof meters;
  /** What of it can be looked up. */
  readonly catalogue: { readonly worker: typeof worker };
  readonly guard: typeof guard;
  readonly log: typeof log;
  readonly settings: Settings;
  /** What this process runs in, if it runs in one. */
  container(): Container | undefined;
  readonly setRoute: typeof setRoute;
  readonly setRouteSource: typeof setRouteSource;
  readonly routeOf: typeof routeOf;
  /** The code or the class of an error, never its message. */
  readonly errorTypeOf: typeof errorTypeOf;
  /** Reads groups of OpenTelemetry's host metrics; what no catalogue defines is left out. */
  readHost(groups: string[]): void;
  /** Watches the runtime from now on, and reads it at every scrape. */
  readRuntime(): void;
  /** Reads these at every scrape, or in the background. */
  lookUp(subjects: Subjects): void;
  /** Asks a broker for these queues in the background, and reads at every scrape how busy these workers are. */
  watchQueues(watched: WatchedQueues): void;
  readonly measureRequests: typeof measureRequests;
  readonly measureUndici: typeof measureUndici;
  /** Whether requests to this server are the pipeline's own. */
  isOwn(server: Server): boolean;
  /** Whether a request that was sent there is our own push. */
  isPush(address: unknown, port: unknown): boolean;
  /** Whether what is being sent is what the application's own OpenTelemetry sends. */
  isSuppressed(): boolean;
  /** Whether this request was a scrape that the application's own server passed on. */
  isScrape(request: Served): boolean;
  /** Says what became of it, for the index page. */
  report(state: Attachment, detail?: string): void;
  /** Says that it is left alone at this version, once. */
  unknown(version: string, sentence?: string): void;
}

/** Something that measures inside the application. */
export interface Instrumentation {
  readonly name: string;
  /** What it measures: `node:http`, `express`. */
  readonly library: string;
  /** The name of OpenTelemetry's instrumentation for the same, by which it is switched on and off. */
  readonly known: InstrumentationName;
  /** Metrics of other scopes that it stands in for: recorded there, they would count twice. */
  readonly replaces?: readonly { readonly scope: string; readonly metrics: readonly string[] }[];
  /** Whether it is attached after the first turn of the event loop, or at a scrape that comes before: it costs start-up time. */
  readonly late?: boolean;
  /** The setting that switches it off, if there is one. */
  readonly setting?: 'machine';
  attach(context: Context): void;
}

/** Leaves out the metrics that instrumentations stand in for, and says so once of each. */
export function replacedBy(instrumentations: readonly Instrumentation[]): (scope: Scope, metric: string) => boolean {
  const replaced = new Set(
    instrumentations.flatMap(({ replaces = [] }) =>
      replaces.flatMap(({ scope, metrics }) => metrics.map((metric) => `${scope} ${metric}`)),
    ),
  );
  const told = new Set<string>();
  return ({ name }, metric) => {
    const id = `${name} ${metric}`;
    if (!replaced.has(id)) return false;
    if (!told.has(id)) log.info(`metric "${metric}" of "${name}" is left out: it is measured already`);
    told.add(id);
    return true;
  };
}
