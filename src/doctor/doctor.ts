import { lookAtAlertmanager } from './alerting.ts';
import { type Ask, asker, type Deadline } from './ask.ts';
import { sendCanaries } from './canary.ts';
import { dashboardExpressions } from './dashboards.ts';
import { mark } from './expected.ts';
import { Failure, findingOf } from './failure.ts';
import type { Finding, Section } from './finding.ts';
import { type LookedGrafana, lookAtGrafana } from './grafana.ts';
import type { Known as Metrics } from './known.ts';
import type { Options, Tell } from './options.ts';
import { lookAtPrometheus, type Question, settledFacts } from './prometheus.ts';
import { type Facts, query } from './prometheus-api.ts';
import { type Looked, lookAt } from './target.ts';

interface Known {
  readonly facts: Facts | undefined;
  readonly finding: Finding | undefined;
}

async function factsAt(ask: Ask, url: string, tell: Tell): Promise<Known> {
  try {
    return { facts: await settledFacts(ask, url, tell), finding: undefined };
  } catch (error) {
    return { facts: undefined, finding: findingOf(error, 'prometheus.reach') };
  }
}

/** The targets of this package that Prometheus scrapes. */
async function scrapedBy(ask: Ask, { url, targets }: Facts): Promise<readonly string[]> {
  try {
    const ours = new Set((await query(ask, url, `group by (instance) (${mark})`)).map(({ metric }) => metric['instance']));
    return targets.filter(({ labels }) => ours.has(labels['instance'])).map(({ scrapeUrl }) => scrapeUrl);
  } catch (error) {
    if (error instanceof Failure) return [];
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

/** What was asked of all at once. */
interface Asked {
  readonly known: Known;
  readonly looked: readonly Looked[];
  readonly drawn: LookedGrafana | undefined;
}

/** Of what Prometheus scrapes not all may be reached from here; whether Prometheus reaches it, it says itself. */
function asFound(looked: Looked): Looked {
  const [finding, ...more] = looked.section.findings;
  if (finding?.check !== 'target.reach' || more.length > 0) return looked;
  return {
    ...looked,
    section: { ...looked.section, findings: [], stated: [`not looked at, since it can not be reached from here: ${finding.what}`] },
  };
}

const lookAtAll = (ask: Ask, urls: readonly string[], known: Metrics): Promise<readonly Looked[]> =>
  Promise.all(urls.map((url) => lookAt(ask, url, known)));

async function askAll(ask: Ask, { targets, prometheus, grafana, dashboards, known: metrics }: Options, tell: Tell): Promise<Asked> {
  tell(`asking ${[...targets, prometheus, grafana].filter((url) => url !== undefined).join(', ')}`);
  const [known, drawn, given] = await Promise.all([
    prometheus === undefined ? { facts: undefined, finding: undefined } : factsAt(ask, prometheus, tell),
    grafana === undefined ? undefined : lookAtGrafana(ask, grafana, dashboards),
    lookAtAll(ask, targets, metrics),
  ]);
  if (given.length > 0 || known.facts === undefined) return { known, drawn, looked: given };
  tell('reading every target of this package');
  return { known, drawn, looked: (await lookAtAll(ask, await scrapedBy(ask, known.facts), metrics)).map(asFound) };
}

/** What Prometheus says, and what it is asked for by rules and dashboards. */
function prometheusSection(
  ask: Ask,
  facts: Facts,
  options: Options,
  { looked, drawn, until, tell }: Asked & Pick<Question, 'until' | 'tell'>,
): Promise<Section> {
  const dashboards = drawn === undefined || drawn.dashboards.length === 0 ? options.dashboards : drawn.dashboards;
  const expressions = dashboards.flatMap(dashboardExpressions);
  const exposed = looked.flatMap((each) => each.exposed ?? []);
  const { targets, alertmanager, rules, known } = options;
  return lookAtPrometheus(ask, facts, { targets, exposed, alertmanager, expressions, rules, known, until, tell });
}

/** Looks at everything; gives it in the order in which a measurement passes. */
export async function examine(options: Options, deadline: Deadline, tell: Tell): Promise<readonly Section[]> {
  const { prometheus = '', alertmanager, accesses, canary } = options;
  const ask = asker(accesses, deadline);
  const asked = await askAll(ask, options, tell);
  const { known, looked, drawn } = asked;
  const sections = looked.map(({ section }) => section);
  if (known.finding !== undefined) sections.push(unreached(prometheus, known.finding));
  if (known.facts !== undefined) {
    tell('asking for every series that rules and dashboards want');
    sections.push(await prometheusSection(ask, known.facts, options, { ...asked, until: deadline.until, tell }));
  }
  if (alertmanager !== undefined) {
    tell(`asking ${alertmanager}`);
    sections.push(await lookAtAlertmanager(ask, alertmanager, { groups: known.facts?.groups ?? [], secrets: options.secrets }));
  }
  if (drawn !== undefined) sections.push(drawn.section);
  if (canary === undefined) return sections;
  const chain = { ask, askLast: lastly(accesses), deadline, tell, prometheus: options.prometheus, alertmanager };
  return [...sections, ...(await sendCanaries(chain, canary))];
}
