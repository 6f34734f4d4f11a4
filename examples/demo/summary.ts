import type { Matches } from './snapshot.ts';
import type { Span } from './span.ts';
import { type RouteSeen, requestsIn, routesIn, type Seen, seenIn } from './traffic-seen.ts';

/** What a screen shows; NaN where nothing is known. */
export interface Summary {
  /** How long the span is that rates and quantiles are of. */
  readonly seconds: number;
  readonly requests: number;
  readonly inFlight: number;
  readonly all: Seen;
  readonly routes: readonly RouteSeen[];
  /** CPU is a share of one core. */
  readonly process: { readonly cpu: number; readonly bytes: number };
  /** CPU is a share of all cores. */
  readonly machine: { readonly cpu: number; readonly used: number; readonly bytes: number };
  readonly scrape: { readonly lines: number; readonly bytes: number; readonly seconds: number };
}

const idle: Matches = (labels) => labels['cpu_mode'] === 'idle';
const used: Matches = (labels) => labels['system_memory_state'] === 'used';

function machineIn(span: Span): Summary['machine'] {
  const busy = 1 - span.rate('system_cpu_time_seconds_total', idle) / span.rate('system_cpu_time_seconds_total');
  const memory = 'system_memory_usage_bytes';
  return { cpu: Math.max(0, busy), used: span.to.sum(memory, used), bytes: span.to.sum(memory) };
}

function scrapeIn(span: Span): Summary['scrape'] {
  const [took = Number.NaN, ...counts] = span.grown('autonomica_scrape_duration_seconds')[0]?.numbers ?? [];
  return {
    lines: span.to.sum('autonomica_scrape_lines'),
    bytes: span.to.sum('autonomica_scrape_size_bytes'),
    seconds: took / counts.reduce((sum, count) => sum + count, 0),
  };
}

/** All that the screen shows, and all of it from the service's `/metrics`. */
export function summaryOf(span: Span): Summary {
  return {
    seconds: span.seconds,
    requests: requestsIn(span),
    inFlight: span.to.sum('http_server_active_requests'),
    all: seenIn(span),
    routes: routesIn(span),
    process: { cpu: span.rate('process_cpu_time_seconds_total'), bytes: span.to.sum('process_memory_usage_bytes') },
    machine: machineIn(span),
    scrape: scrapeIn(span),
  };
}
