import { anything, listOf, mapOf, number, oneOf, optional, type Reader, shaped, string, time } from './read.ts';
import type { Answer } from './request.ts';

/** https://prometheus.io/docs/prometheus/latest/querying/api/ */
export interface Target {
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
  readonly lastError: string;
  readonly lastScrape: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
}
export interface LoadedRule {
  readonly name: string;
  readonly query: string;
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
  readonly type: 'alerting' | 'recording';
  readonly labels?: Readonly<Record<string, string>>;
  readonly alerts?: readonly { readonly state: string; readonly activeAt: string }[];
}
export interface LoadedGroup {
  readonly name: string;
  readonly file: string;
  readonly interval: number;
  readonly evaluationTime: number;
  readonly lastEvaluation: string;
  readonly rules: readonly LoadedRule[];
}
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

/** What a Prometheus says of itself. */
export interface Facts {
  readonly url: string;
  readonly version: string;
  /** Its clock and this machine's, compared. */
  readonly answer: Answer;
  readonly reloaded: boolean;
  readonly targets: readonly Target[];
  readonly groups: readonly LoadedGroup[];
  /** The Alertmanagers that it sends alerts to, by their URLs. */
  readonly alertmanagers: readonly string[];
}

export const target = shaped<Target>({
  labels: mapOf(string),
  scrapeUrl: string,
  lastError: optional(string, ''),
  lastScrape: time,
  health: oneOf('up', 'down', 'unknown'),
  scrapeInterval: optional(string, '1m'),
  scrapeTimeout: optional(string, '10s'),
});
const rule = shaped<LoadedRule>({
  name: string,
  query: string,
  health: oneOf('ok', 'err', 'unknown'),
  lastError: optional(string, ''),
  type: oneOf('alerting', 'recording'),
  labels: optional(mapOf(string), {}),
  alerts: optional(listOf(shaped({ state: string, activeAt: time })), []),
});
const group = shaped<LoadedGroup>({
  name: string,
  file: string,
  interval: number,
  evaluationTime: optional(number, 0),
  lastEvaluation: time,
  rules: listOf(rule),
});
const series: Reader<Series> = shaped<Series>({
  metric: mapOf(string),
  value: (value, at) => {
    const [moment, sample] = listOf(anything)(value, at);
    return [number(moment, `${at}[0]`), string(sample, `${at}[1]`)];
  },
});
export const vector = shaped({ result: listOf(series) });
export const rules = shaped({ groups: listOf(group) });
