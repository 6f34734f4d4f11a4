import { contained, fitting, json } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Answer } from './request.ts';
import { Failure } from './failure.ts';
import { type Facts, type LoadedGroup, rules, type Series, target, vector } from './prometheus-shape.ts';
import { anything, lenient, listOf, optional, type Reader, shaped, string, truth } from './read.ts';

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

/** The groups of rules, and what they fire, now. @throws Failure */
export const groupsOf = async (ask: Ask, url: string): Promise<readonly LoadedGroup[]> =>
  dataOf(await ask(`${url}/api/v1/rules`), rules).groups;

/** @throws Failure */
export async function factsOf(ask: Ask, url: string): Promise<Facts> {
  const get = async <T>(path: string, read: Reader<T>): Promise<T> => dataOf(await ask(`${url}/api/v1/${path}`), read);
  const answer = await ask(`${url}/api/v1/status/buildinfo`);
  const { version } = dataOf(answer, shaped({ version: string }));
  const [{ reloadConfigSuccess: reloaded }, { activeTargets: targets }, groups, { activeAlertmanagers }] = await Promise.all([
    get('status/runtimeinfo', shaped({ reloadConfigSuccess: truth })),
    get('targets?state=active', shaped({ activeTargets: listOf(target) })),
    groupsOf(ask, url),
    get('alertmanagers', shaped({ activeAlertmanagers: listOf(shaped({ url: string })) })),
  ]);
  const alertmanagers = activeAlertmanagers.map((each) => each.url.replace(/\/api\/v\d\/alerts$/, ''));
  return { url, version, answer, reloaded, targets, groups, alertmanagers };
}
