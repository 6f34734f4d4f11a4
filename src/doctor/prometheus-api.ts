import { contained, fitting, json } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Answer } from './request.ts';
import { Failure } from './failure.ts';
import { anything, lenient, listOf, mapOf, number, oneOf, optional, type Reader, shaped, string, time, truth } from './read.ts';

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

const target = shaped<Target>({
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
const vector = shaped({ result: listOf(series) });
const refusal = shaped({ errorType: lenient(string, '') });
const envelope = shaped({ status: optional(string, 'nothing of Prometheus'), error: optional(string, undefined), data: anything });

/** What an answer tells. @throws Failure if it tells nothing, or something else */
export function dataOf<T>(answer: Answer, read: Reader<T>): T {
  const { status, error, data } = json(answer, envelope);
  if (status !== 'success' || data === undefined)
    throw new Failure(answer.url, `it answers: ${error ?? status}`, 'see whether it is a Prometheus');
  return fitting(answer.url, data, read);
}

function asked(ask: Ask, url: string, promql: string): Promise<Answer> {
  const body = new URLSearchParams({ query: promql }).toString();
  return ask(`${url}/api/v1/query`, { method: 'POST', body, contentType: 'application/x-www-form-urlencoded' });
}

/** What a query gives now. @throws Failure */
export async function query(ask: Ask, url: string, promql: string): Promise<readonly Series[]> {
  return dataOf(await asked(ask, url, promql), vector).result;
}

/** Whether a selector matches a series now; undefined where Prometheus can't read it. @throws Failure */
export async function matches(ask: Ask, url: string, selector: string): Promise<boolean | undefined> {
  const answer = await asked(ask, url, `count(${selector})`);
  if (answer.status === 400 && contained(answer, refusal).errorType === 'bad_data') return undefined;
  return dataOf(answer, vector).result.length > 0;
}

/** @throws Failure */
export async function factsOf(ask: Ask, url: string): Promise<Facts> {
  const get = async <T>(path: string, read: Reader<T>): Promise<T> => dataOf(await ask(`${url}/api/v1/${path}`), read);
  const answer = await ask(`${url}/api/v1/status/buildinfo`);
  const { version } = dataOf(answer, shaped({ version: string }));
  const [{ reloadConfigSuccess: reloaded }, { activeTargets: targets }, { groups }, { activeAlertmanagers }] = await Promise.all([
    get('status/runtimeinfo', shaped({ reloadConfigSuccess: truth })),
    get('targets?state=active', shaped({ activeTargets: listOf(target) })),
    get('rules', shaped({ groups: listOf(group) })),
    get('alertmanagers', shaped({ activeAlertmanagers: listOf(shaped({ url: string })) })),
  ]);
  const alertmanagers = activeAlertmanagers.map((each) => each.url.replace(/\/api\/v\d\/alerts$/, ''));
  return { url, version, answer, reloaded, targets, groups, alertmanagers };
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };
/** `1m30s` in seconds. */
export const durationOf = (text: string): number =>
  [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0);
