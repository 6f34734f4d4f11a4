import { lookAtAlertmanager } from './alerting.ts';
import { type Ask, asker, type Deadline } from './ask.ts';
import { sendCanaries } from './canary.ts';
import { dashboardExpressions } from './dashboards.ts';
import { mark } from './expected.ts';
import { Failure, findingOf } from './failure.ts';
import type { Finding, Section } from './finding.ts';
import { lookAtGrafana } from './grafana.ts';
import type { Options } from './options.ts';
import { lookAtPrometheus, settledFacts } from './prometheus.ts';
import { type Facts, query } from './prometheus-api.ts';
import { type Looked, lookAt } from './target.ts';

/** Hears what is being done. */
export type Tell = (step: string) => void;

interface Known {
  readonly facts: Facts | undefined;
  readonly finding: Finding | undefined;
}

async function factsAt(ask: Ask, url: string): Promise<Known> {
  try {
    return { facts: await settledFacts(ask, url), finding: undefined };
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

async function lookAtTargets(ask: Ask, urls: readonly string[], tell: Tell): Promise<readonly Looked[]> {
  const looked: Looked[] = [];
  for (const url of urls) {
    tell(`reading ${url}`);
    looked.push(await lookAt(ask, url));
  }
  return looked;
}

const unreached = (url: string, finding: Finding): Section => ({ subject: `Prometheus ${url}`, findings: [finding], seen: [], stated: [] });

const lastMs = 5_000;
/** Asks with a deadline of its own for each. */
const lastly =
  (accesses: Options['accesses']): Ask =>
  (url, asking) =>
    asker(accesses, { signal: AbortSignal.timeout(lastMs), ms: lastMs })(url, asking);

/** Looks at everything, in the order in which a measurement passes. */
export async function examine(options: Options, deadline: Deadline, tell: Tell): Promise<readonly Section[]> {
  const { prometheus, alertmanager, grafana, accesses, canary } = options;
  const ask = asker(accesses, deadline);
  const sections: Section[] = [];
  if (prometheus !== undefined) tell(`asking Prometheus, ${prometheus}`);
  const { facts, finding } = prometheus === undefined ? {} : await factsAt(ask, prometheus);
  const urls = options.targets.length > 0 || facts === undefined ? options.targets : await scrapedBy(ask, facts);
  const looked = await lookAtTargets(ask, urls, tell);
  sections.push(...looked.map(({ section }) => section));
  if (grafana !== undefined) tell(`asking Grafana, ${grafana}`);
  const drawn = grafana === undefined ? undefined : await lookAtGrafana(ask, grafana, options.dashboards);
  const dashboards = drawn === undefined || drawn.dashboards.length === 0 ? options.dashboards : drawn.dashboards;
  if (finding !== undefined) sections.push(unreached(prometheus ?? '', finding));
  if (facts !== undefined) {
    tell('asking for every series that rules and dashboards want');
    const exposed = looked.flatMap((each) => each.exposed ?? []);
    const expressions = dashboards.flatMap(dashboardExpressions);
    const question = { targets: options.targets, exposed, alertmanager, expressions, rules: options.rules };
    sections.push(await lookAtPrometheus(ask, facts, question));
  }
  if (alertmanager !== undefined) {
    tell(`asking Alertmanager, ${alertmanager}`);
    sections.push(await lookAtAlertmanager(ask, alertmanager, { groups: facts?.groups ?? [], secrets: options.secrets }));
  }
  if (drawn !== undefined) sections.push(drawn.section);
  if (canary !== undefined)
    sections.push(...(await sendCanaries({ ask, askLast: lastly(accesses), deadline, tell, prometheus, alertmanager }, canary)));
  return sections;
}
