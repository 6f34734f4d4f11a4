import { type Machine, machineIn } from './machine.ts';
import type { Span } from './span.ts';
import { type AgentsSeen, agentsIn, type QueueSeen, queuesIn } from './work-seen.ts';
import { type Names, type RowSeen, requestsIn, routesIn, type Seen, seenIn, sentIn } from './traffic-seen.ts';

/** What a screen shows; NaN where nothing is known. */
export interface Summary {
  /** How long the span is that rates and quantiles are of. */
  readonly seconds: number;
  readonly requests: number;
  readonly inFlight: number;
  readonly all: Seen;
  readonly routes: readonly RowSeen[];
  /** By service. */
  readonly sent: readonly RowSeen[];
  /** CPU is a share of one core. */
  readonly process: { readonly cpu: number; readonly bytes: number };
  /** Known of the collector alone, and of services that nobody told to leave it to the collector. */
  readonly machine: Machine;
  readonly queues: readonly QueueSeen[];
  readonly agents: AgentsSeen | undefined;
  readonly scrape: { readonly lines: number; readonly bytes: number; readonly seconds: number };
}

function scrapeIn(span: Span): Summary['scrape'] {
  const [took = Number.NaN, ...counts] = span.grown('autonomica_scrape_duration_seconds')[0]?.numbers ?? [];
  return {
    lines: span.to.sum('autonomica_scrape_lines'),
    bytes: span.to.sum('autonomica_scrape_size_bytes'),
    seconds: took / counts.reduce((sum, count) => sum + count, 0),
  };
}

/** All that the screen shows of a process, and all of it from its `/metrics`. */
export function summaryOf(span: Span, names: Names): Summary {
  return {
    seconds: span.seconds,
    requests: requestsIn(span),
    inFlight: span.to.sum('http_server_active_requests'),
    all: seenIn(span),
    routes: routesIn(span),
    sent: sentIn(span, names),
    process: { cpu: span.rate('process_cpu_time_seconds_total'), bytes: span.to.sum('process_memory_usage_bytes') },
    machine: machineIn(span),
    queues: queuesIn(span),
    agents: agentsIn(span),
    scrape: scrapeIn(span),
  };
}
