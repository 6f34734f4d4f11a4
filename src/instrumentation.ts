import type { IncomingMessage, Server } from 'node:http';
import type { Attachment } from './endpoint/status.ts';
import type { guard } from './guard.ts';
import type { log } from './log.ts';
import type { meters } from './meters/meters.ts';
import type { Scope } from './store/instrument.ts';

/** What an instrumentation is given: it imports nothing of the pipeline at run time. */
export interface Context {
  readonly meters: typeof meters;
  readonly guard: typeof guard;
  readonly log: typeof log;
  /** Reads groups of OpenTelemetry's host metrics; what no catalogue defines is left out. */
  readHost(groups: string[]): void;
  /** Whether requests to this server are the pipeline's own. */
  isOwn(server: Server): boolean;
  /** Whether this request was a scrape that the application's own server passed on. */
  isScrape(request: IncomingMessage): boolean;
  /** Says what became of it, for the index page. */
  report(state: Attachment, detail?: string): void;
}

/** Something that measures inside the application. */
export interface Instrumentation {
  readonly name: string;
  /** What it measures: `node:http`, `express`. */
  readonly library: string;
  /** Metrics of other scopes that it stands in for: recorded there, they would count twice. */
  readonly replaces?: readonly { readonly scope: string; readonly metrics: readonly string[] }[];
  /** Whether it is attached after the first turn of the event loop, or at a scrape that comes before: it costs start-up time. */
  readonly late?: boolean;
  /** The setting that switches it off, if there is one. */
  readonly setting?: 'machine';
  attach(context: Context): void;
}

/** Leaves out the metrics that instrumentations stand in for. */
export function replacedBy(instrumentations: readonly Instrumentation[]): (scope: Scope, metric: string) => boolean {
  const replaced = new Set(
    instrumentations.flatMap(({ replaces = [] }) =>
      replaces.flatMap(({ scope, metrics }) => metrics.map((metric) => `${scope} ${metric}`)),
    ),
  );
  return ({ name }, metric) => replaced.has(`${name} ${metric}`);
}
