import type * as OpenTelemetry from '@opentelemetry/api';
import type { Server } from 'node:http';
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
  /** For OpenTelemetry's own instrumentations; what no catalogue defines is left out. */
  readonly provider: OpenTelemetry.MeterProvider;
  /** The built-in copy of the API, for OpenTelemetry's own packages that are bundles of their own. */
  readonly openTelemetry: typeof OpenTelemetry;
  /** Whether requests to this server are the pipeline's own. */
  isOwn(server: Server): boolean;
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
  /** Whether it waits until the endpoint listens: it costs start-up time and is first needed at a scrape. */
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
