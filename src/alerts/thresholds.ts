import { api } from '../catalogue/api.ts';
import type { Definition } from '../catalogue/define.ts';

/** A number that an operator may set. */
export interface Threshold {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  readonly means: string;
  /** Of which it has to be a bucket boundary: what is between two can't be told. */
  readonly boundaryOf?: Definition<'histogram'>;
}

const ratio = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1, means });
/** Below 1, or there is no budget to burn. */
const objective = (fallback: number, means: string): Threshold => ({ fallback, least: 0.5, most: 0.99999, means });
const seconds = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 30 * 86_400, means });
const amount = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1e12, means });

/** Where an alert begins, by domain; the dashboards draw the same values. */
export const thresholds = {
  api: {
    availabilityObjective: objective(0.999, 'Share of requests that end without a 5xx.'),
    latencyObjective: objective(0.99, 'Share of requests that end within `latencySeconds`.'),
    latencySeconds: {
      ...seconds(0.5, 'A request is fast enough up to here; a bucket boundary of `http.server.request.duration`.'),
      boundaryOf: api.request.duration,
    },
    minimumRequestsPerSecond: amount(0.02, 'Below it, no burn of an error budget is told: one request would be much of it.'),
    slowRouteSeconds: seconds(2, 'The 99th percentile of a route.'),
    slowRouteRequestsPerSecond: amount(0.1, 'Below it, a route is not judged.'),
    trafficDropRatio: ratio(0.25, 'Of what it was at the same time a day ago.'),
    trafficDropRequestsPerSecond: amount(1, 'What it has to have been a day ago.'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Threshold>>>>;

type Table = typeof thresholds;
/** The values in force. */
export type Thresholds = { readonly [D in keyof Table]: { readonly [K in keyof Table[D]]: number } };

/** `latencySeconds` → `latency_seconds`, as a file and a variable have it. */
export const snake = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The values that count where nobody said otherwise. */
export const defaultThresholds: Thresholds = Object.fromEntries(
  Object.entries(thresholds).map(([domain, table]) => [
    domain,
    Object.fromEntries(Object.entries(table).map(([key, { fallback }]) => [key, fallback])),
  ]),
) as Thresholds;
