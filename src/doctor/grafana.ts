import { contained, json, sound } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Answer } from './request.ts';
import { clockFindings } from './clock.ts';
import { type Dashboard, dashboard } from './dashboards.ts';
import { Failure, findingOf } from './failure.ts';
import { counted, type Finding, listed, type Section, wrong } from './finding.ts';
import { lenient, listOf, optional, shaped, string } from './read.ts';

interface Source {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
}

/** A Grafana that was looked at, and its dashboards. */
export interface LookedGrafana {
  readonly section: Section;
  readonly dashboards: readonly Dashboard[];
}

const source = shaped<Source>({ uid: string, name: string, type: string });
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

/** Every dashboard that it has. */
async function dashboardsOf(ask: Ask, url: string): Promise<readonly Dashboard[]> {
  const found = json(await ask(`${url}/api/search?type=dash-db&limit=5000`), listOf(shaped({ uid: string })));
  const dashboards: Dashboard[] = [];
  for (const { uid } of found)
    dashboards.push(json(await ask(`${url}/api/dashboards/uid/${encodeURIComponent(uid)}`), shaped({ dashboard })).dashboard);
  return dashboards;
}

function missingFindings(url: string, there: readonly Dashboard[], wanted: readonly Dashboard[]): readonly Finding[] {
  const uids = new Set(there.map(({ uid }) => uid));
  const missing = wanted.filter(({ uid }) => !uids.has(uid)).map(({ title, uid }) => `${title} (${uid})`);
  if (missing.length === 0) return [];
  const what = `it has not loaded ${listed(missing)}`;
  return [
    wrong({
      check: 'grafana.dashboards',
      where: url,
      what,
      remedy: 'mount the folder that provisioning/dashboards names; its log says more',
    }),
  ];
}

/** Looks at a Grafana, which should have these dashboards. https://grafana.com/docs/grafana/latest/developers/http_api/ */
export async function lookAtGrafana(ask: Ask, url: string, wanted: readonly Dashboard[]): Promise<LookedGrafana> {
  const subject = `Grafana ${url}`;
  const findings: Finding[] = [];
  try {
    const answer = sound(await ask(`${url}/api/health`));
    const { database, version } = json(answer, health);
    findings.push(...clockFindings(answer));
    if (database !== 'ok') throw new Failure(url, `its database is not well: ${database}`, 'look at its log');
    const sources = json(await ask(`${url}/api/datasources`), listOf(source)).filter(({ type }) => type === 'prometheus');
    if (sources.length === 0) throw new Failure(url, 'it has no Prometheus as a source of data', 'provision one: provisioning/datasources');
    for (const each of sources) findings.push(...(await sourceFindings(ask, url, each)));
    const dashboards = await dashboardsOf(ask, url);
    findings.push(...missingFindings(url, dashboards, wanted));
    const seen = [`version ${version}`, counted(sources.length, 'source'), counted(dashboards.length, 'dashboard')];
    return { section: { subject, findings, seen, stated: [] }, dashboards };
  } catch (error) {
    return { section: { subject, findings: [...findings, findingOf(error, 'grafana.reach')], seen: [], stated: [] }, dashboards: [] };
  }
}
