import { lookAtAlertmanager } from './alerting.ts';
import { type Ask, asker, type Deadline } from './ask.ts';
import { askAll, type Asked } from './asked.ts';
import { sendCanaries } from './canary.ts';
import { drawnBy } from './drawn.ts';
import { Failure } from './failure.ts';
import type { Finding, Section } from './finding.ts';
import type { Options, Tell } from './options.ts';
import { lookAtPrometheus, type Question } from './prometheus.ts';
import { groupsOf } from './prometheus-api.ts';
import type { Facts, LoadedGroup } from './prometheus-shape.ts';
import { sourcesOf } from './sources.ts';
import { shownSection, withoutQueries } from './shown.ts';

/** The rules as they are now, lest an alert that has ended since is missed at Alertmanager. */
async function groupsNow(ask: Ask, { url, groups }: Facts): Promise<readonly LoadedGroup[]> {
  try {
    return await groupsOf(ask, url);
  } catch (error) {
    if (error instanceof Failure) return groups;
    throw error;
  }
}

const unreached = (url: string, finding: Finding): Section => ({ subject: `Prometheus ${url}`, findings: [finding], seen: [], stated: [] });

const lastMs = 5_000;
/** Asks with a deadline of its own for each. */
const lastly =
  (accesses: Options['accesses']): Ask =>
  (url, asking) =>
    asker(accesses, { signal: AbortSignal.timeout(lastMs), ms: lastMs, until: performance.now() + lastMs })(url, asking);

/** What Prometheus says, and what it is asked for by rules and dashboards. */
function prometheusSection(
  ask: Ask,
  facts: Facts,
  options: Options,
  { looked, grafana, deadline, tell }: Asked & Pick<Question, 'deadline' | 'tell'>,
): Promise<Section> {
  const dashboards = grafana === undefined || grafana.dashboards.length === 0 ? options.dashboards : grafana.dashboards;
  // one that was not reached tells of none
  const sources = grafana === undefined || grafana.sources.length === 0 ? undefined : sourcesOf(grafana.sources, facts.url);
  const drawn = drawnBy(dashboards, sources);
  const exposed = looked.flatMap((each) => each.exposed ?? []);
  const { targets, alertmanager, rules, known } = options;
  return lookAtPrometheus(ask, facts, { targets, exposed, alertmanager, drawn, rules, known, deadline, tell });
}

async function sectionsOf(options: Options, deadline: Deadline, tell: Tell): Promise<readonly Section[]> {
  const { prometheus = '', alertmanager, accesses, canary } = options;
  const ask = asker(accesses, deadline);
  const asked = await askAll(ask, options, deadline, tell);
  const { known, looked, grafana } = asked;
  const sections = looked.map(({ section }) => section);
  if (known.finding !== undefined) sections.push(unreached(prometheus, known.finding));
  if (known.facts !== undefined) {
    tell('asking for every series that rules and dashboards want');
    sections.push(await prometheusSection(ask, known.facts, options, { ...asked, deadline, tell }));
  }
  if (alertmanager !== undefined) {
    tell(`asking ${alertmanager}`);
    const groups = known.facts === undefined ? [] : await groupsNow(ask, known.facts);
    sections.push(await lookAtAlertmanager(ask, alertmanager, { groups, secrets: options.secrets }));
  }
  if (grafana !== undefined) sections.push(grafana.section);
  if (canary === undefined) return sections;
  const chain = { ask, askLast: lastly(accesses), deadline, tell, prometheus: options.prometheus, alertmanager };
  return [...sections, ...(await sendCanaries(chain, canary))];
}

/** Looks at everything; gives it in the order in which a measurement passes, without what may be secret. */
export async function examine(options: Options, deadline: Deadline, tell: Tell): Promise<readonly Section[]> {
  return (await sectionsOf(options, deadline, (step) => tell(withoutQueries(step)))).map(shownSection);
}
