import { contained, json, sound } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Answer } from './request.ts';
import { clockFindings } from './clock.ts';
import { type Dashboard, dashboard } from './dashboards.ts';
import { Failure, findingOf } from './failure.ts';
import { counted, type Finding, listed, type Section, wrong } from './finding.ts';
import { lenient, listOf, optional, shaped, string } from './read.ts';
import { isPrometheus, type Source, source } from './sources.ts';

/** A Grafana that was looked at, and its dashboards. */
export interface LookedGrafana {
  readonly section: Section;
  readonly dashboards: readonly Dashboard[];
  readonly sources: readonly Source[];
}

const verdict = shaped({ status: lenient(string, ''), message: lenient(string, '') });
const health = shaped({ database: optional(string, 'nothing is said of it'), version: optional(string, 'unknown') });

/** What it says of a source; an answer that is no JSON says nothing. @throws Failure where it is no Grafana's */
function said(answer: Answer): { readonly status: string; readonly message: string } {
  if (answer.status === 200) return contained(answer, verdict);
  try {
    return contained(answer, verdict);
  } catch (error) {
    if (error instanceof Failure) return { status: '', message: '' };
    throw error;
  }
}

/** A source of data is healthy if Grafana says so. */
async function sourceFindings(ask: Ask, url: string, { uid, name }: Source): Promise<readonly Finding[]> {
  const answer = await ask(`${url}/api/datasources/uid/${encodeURIComponent(uid)}/health`);
  const { status, message } = said(answer);
  if (answer.status === 200 && status === 'OK') return [];
  const what = `it does not reach its source of data ${name}: ${message || `status ${answer.status}`}`;
  return [wrong({ check: 'grafana.source', where: url, what, remedy: 'correct its URL and its credentials in provisioning/datasources' })];
}

/** Every dashboard that it has; of those that it tells in no schema of panels, the title. */
async function dashboardsOf(ask: Ask, url: string): Promise<readonly Dashboard[]> {
  const found = json(await ask(`${url}/api/search?type=dash-db&limit=5000`), listOf(shaped({ uid: string, title: lenient(string, '') })));
  const dashboards: Dashboard[] = [];
  for (const { uid, title } of found) {
    const answer = await ask(`${url}/api/dashboards/uid/${encodeURIComponent(uid)}`);
    dashboards.push(answer.status === 406 ? dashboard({ uid, title }, '') : json(answer, shaped({ dashboard })).dashboard);
  }
  return dashboards;
}

/** By its uid, or where it has none, since Grafana gives it one, by its title. */
function missingFindings(url: string, there: readonly Dashboard[], wanted: readonly Dashboard[]): readonly Finding[] {
  const [uids, titles] = [new Set(there.map(({ uid }) => uid)), new Set(there.map(({ title }) => title))];
  const missing = wanted.filter(({ uid, title }) => (uid === '' ? !titles.has(title) : !uids.has(uid)));
  if (missing.length === 0) return [];
  const what = `it has not loaded ${listed(missing.map(({ title, uid }) => (uid === '' ? title : `${title} (${uid})`)))}`;
  return [
    wrong({
      check: 'grafana.dashboards',
      where: url,
      what,
      remedy: 'mount the folder that provisioning/dashboards names; its log says more',
    }),
  ];
}

/** What it has, and its version. @throws Failure */
async function hadBy(ask: Ask, url: string, findings: Finding[]): Promise<Omit<LookedGrafana, 'section'> & { readonly version: string }> {
  const answer = sound(await ask(`${url}/api/health`));
  const { database, version } = json(answer, health);
  findings.push(...clockFindings(answer));
  if (database !== 'ok') throw new Failure(url, `its database is not well: ${database}`, 'look at its log');
  const sources = json(await ask(`${url}/api/datasources`), listOf(source));
  const ours = sources.filter(isPrometheus);
  if (ours.length === 0) throw new Failure(url, 'it has no Prometheus as a source of data', 'provision one: provisioning/datasources');
  for (const each of ours) findings.push(...(await sourceFindings(ask, url, each)));
  return { version, sources, dashboards: await dashboardsOf(ask, url) };
}

/** Looks at a Grafana, which should have these dashboards. https://grafana.com/docs/grafana/latest/developers/http_api/ */
export async function lookAtGrafana(ask: Ask, url: string, wanted: readonly Dashboard[]): Promise<LookedGrafana> {
  const subject = `Grafana ${url}`;
  const findings: Finding[] = [];
  try {
    const { version, ...had } = await hadBy(ask, url, findings);
    findings.push(...missingFindings(url, had.dashboards, wanted));
    const sources = counted(had.sources.filter(isPrometheus).length, 'source');
    const seen = [`version ${version}`, sources, counted(had.dashboards.length, 'dashboard')];
    return { section: { subject, findings, seen, stated: [] }, ...had };
  } catch (error) {
    findings.push(findingOf(error, 'grafana.reach'));
    return { section: { subject, findings, seen: [], stated: [] }, dashboards: [], sources: [] };
  }
}
