import type { Ask, Deadline } from './ask.ts';
import { mark } from './expected.ts';
import { Failure, findingOf } from './failure.ts';
import type { Finding } from './finding.ts';
import { type LookedGrafana, lookAtGrafana } from './grafana.ts';
import type { Known as Metrics } from './known.ts';
import type { Options, Tell } from './options.ts';
import { query } from './prometheus-api.ts';
import type { Facts } from './prometheus-shape.ts';
import { settledFacts } from './settling.ts';
import { type Looked, lookAt } from './target.ts';

interface Known {
  readonly facts: Facts | undefined;
  readonly finding: Finding | undefined;
}

async function factsAt(ask: Ask, url: string, deadline: Deadline, tell: Tell): Promise<Known> {
  try {
    return { facts: await settledFacts(ask, url, deadline, tell), finding: undefined };
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

/** What was asked of all at once. */
export interface Asked {
  readonly known: Known;
  readonly looked: readonly Looked[];
  readonly grafana: LookedGrafana | undefined;
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

/** Asks whatever needs no other's answer. */
export async function askAll(ask: Ask, options: Options, deadline: Deadline, tell: Tell): Promise<Asked> {
  const { targets, prometheus, dashboards, known: metrics } = options;
  tell(`asking ${[...targets, prometheus, options.grafana].filter((url) => url !== undefined).join(', ')}`);
  const [known, grafana, given] = await Promise.all([
    prometheus === undefined ? { facts: undefined, finding: undefined } : factsAt(ask, prometheus, deadline, tell),
    options.grafana === undefined ? undefined : lookAtGrafana(ask, options.grafana, dashboards),
    lookAtAll(ask, targets, metrics),
  ]);
  if (given.length > 0 || known.facts === undefined) return { known, grafana, looked: given };
  tell('reading every target of this package');
  return { known, grafana, looked: (await lookAtAll(ask, await scrapedBy(ask, known.facts), metrics)).map(asFound) };
}
