import { quantile } from './quantile.ts';
import type { Series } from './snapshot.ts';
import type { Span } from './span.ts';

const served = 'http_server_request_duration_seconds';
const sent = 'http_client_request_duration_seconds';

/** How requests were answered; NaN where there were none. */
export interface Seen {
  readonly rate: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** The share that was the client's fault: 4xx. */
  readonly refused: number;
  /** The share that failed or was aborted: whatever has an `error.type` that is not the client's fault. */
  readonly failed: number;
}

/** Those of a route, or to a host. */
export interface RowSeen extends Seen {
  readonly name: string;
}

const countOf = ({ numbers }: Series): number => numbers.slice(1).reduce((sum, count) => sum + count, 0);
const countAll = (series: readonly Series[]): number => series.reduce((sum, each) => sum + countOf(each), 0);
const isFailed = ({ labels: { error_type: error } }: Series): boolean => error !== undefined && !/^4\d\d$/.test(error);
const isRefused = ({ labels }: Series): boolean => labels['http_response_status_code']?.startsWith('4') === true;

const noRoute = 'no route';
const routeOf = ({ labels }: Series): string =>
  labels['http_route'] === undefined ? noRoute : `${labels['http_request_method']?.padEnd(4)} ${labels['http_route']}`;

/** What services are called, by their hosts: `localhost:3001`. */
export type Names = ReadonlyMap<string, string>;

const hostOf =
  (names: Names) =>
  ({ labels }: Series): string => {
    const host = `${labels['server_address']}:${labels['server_port']}`;
    return `sent to ${names.get(host) ?? host}`;
  };

function seen(series: readonly Series[], bounds: readonly number[], seconds: number): Seen {
  const counts = [...bounds, Infinity].map((_, i) => series.reduce((sum, { numbers }) => sum + (numbers[i + 1] ?? 0), 0));
  const total = countAll(series);
  return {
    rate: total / seconds,
    p50: quantile(0.5, bounds, counts),
    p95: quantile(0.95, bounds, counts),
    p99: quantile(0.99, bounds, counts),
    refused: countAll(series.filter(isRefused)) / total,
    failed: countAll(series.filter(isFailed)) / total,
  };
}

function rowsIn(span: Span, metric: string, nameOf: (series: Series) => string): RowSeen[] {
  const bounds = span.to.bounds(metric);
  const groups = Map.groupBy(span.grown(metric), nameOf);
  return [...groups].map(([name, series]) => ({ name, ...seen(series, bounds, span.seconds) }));
}

/** Requests without a route last, the others by their paths, then by their methods. */
const placeOf = ({ name }: RowSeen): string => (name === noRoute ? '~' : name.replace(/^(\S+) +(\S+)$/, '$2 $1'));
const byPlace = (a: RowSeen, b: RowSeen): number => (placeOf(a) < placeOf(b) ? -1 : 1);

/** Requests served since the service began. */
export const requestsIn = (span: Span): number => countAll(span.to.series(served));

export const seenIn = (span: Span): Seen => seen(span.grown(served), span.to.bounds(served), span.seconds);

/** What was served, route by route. */
export const routesIn = (span: Span): RowSeen[] => rowsIn(span, served, routeOf).toSorted(byPlace);

/** What was sent, service by service, or host by host. */
export const sentIn = (span: Span, names: Names): RowSeen[] => rowsIn(span, sent, hostOf(names)).toSorted(byPlace);
