import { quantile } from './quantile.ts';
import type { Series } from './snapshot.ts';
import type { Span } from './span.ts';

const duration = 'http_server_request_duration_seconds';

/** How requests were answered; NaN where there were none. */
export interface Seen {
  readonly rate: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** The share that was the client's fault: 4xx. */
  readonly refused: number;
  /** The share that failed or was aborted: whatever has an `error.type`. */
  readonly failed: number;
}

export interface RouteSeen extends Seen {
  readonly route: string;
}

const countOf = ({ numbers }: Series): number => numbers.slice(1).reduce((sum, count) => sum + count, 0);
const countAll = (series: readonly Series[]): number => series.reduce((sum, each) => sum + countOf(each), 0);
const isFailed = ({ labels }: Series): boolean => labels['error_type'] !== undefined;
const isRefused = ({ labels }: Series): boolean => labels['http_response_status_code']?.startsWith('4') === true;

const routeOf = ({ labels }: Series): string =>
  labels['http_route'] === undefined ? 'no route' : `${labels['http_request_method']?.padEnd(4)} ${labels['http_route']}`;

function seen(series: readonly Series[], span: Span): Seen {
  const bounds = span.to.bounds(duration);
  const counts = [...bounds, Infinity].map((_, i) => series.reduce((sum, { numbers }) => sum + (numbers[i + 1] ?? 0), 0));
  const total = countAll(series);
  return {
    rate: total / span.seconds,
    p50: quantile(0.5, bounds, counts),
    p95: quantile(0.95, bounds, counts),
    p99: quantile(0.99, bounds, counts),
    refused: countAll(series.filter(isRefused)) / total,
    failed: countAll(series.filter(isFailed)) / total,
  };
}

const byPath = (a: string, b: string): number => (a.replace(/^\S+\s+/, '') < b.replace(/^\S+\s+/, '') ? -1 : 1);

/** Requests since the service began. */
export const requestsIn = (span: Span): number => countAll(span.to.series(duration));

export const seenIn = (span: Span): Seen => seen(span.grown(duration), span);

/** Route by route, in the order of their paths; those without one come last. */
export function routesIn(span: Span): RouteSeen[] {
  const groups = Map.groupBy(span.grown(duration), routeOf);
  const unrouted = groups.get('no route');
  groups.delete('no route');
  const routes = [...groups].toSorted(([a], [b]) => byPath(a, b));
  return [...routes, ...(unrouted ? [['no route', unrouted] as const] : [])].map(([route, series]) => ({
    route,
    ...seen(series, span),
  }));
}
