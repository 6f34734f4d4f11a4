import { sound } from './answer.ts';
import type { Ask, Deadline } from './ask.ts';
import { type Exposed, linesIn } from './exposed.ts';
import { findingOf } from './failure.ts';
import { counted, type Finding, type Section, wrong } from './finding.ts';
import { meantBy } from './one-server.ts';
import { durationOf } from './duration.ts';
import { query } from './prometheus-api.ts';
import type { Facts, Target } from './prometheus-shape.ts';
import { rest } from './rest.ts';
import { selectorText } from './selectors.ts';

const leastPollMs = 250;

/** How many samples Prometheus took of a target the last time. */
async function samplesOf(ask: Ask, url: string, { labels }: Target): Promise<number | undefined> {
  const matchers = Object.entries(labels).map(([label, value]) => ({ label, op: '=' as const, value }));
  const [series] = await query(ask, url, selectorText({ name: 'scrape_samples_scraped', matchers }));
  return series && Number(series.value[1]);
}

/** What of a target was compared: a finding, what is to be said of it, or nothing, where all is well. */
type Compared = Finding | string | undefined;

/** What a target tells may differ from one scrape to the next: so long its samples and its lines are looked at before they count as different. */
const compareMs = ({ scrapeInterval }: Target): number => 2_000 * durationOf(scrapeInterval) + 1_000;
/** The part of the time left that this may take. */
const most = 0.5;

function uncompared({ url }: Exposed, target: Target): string {
  const timeout = Math.ceil(compareMs(target) / most / 1_000 / 60) * 60 + 60;
  return `samples of ${url} not compared with its lines: they differ now, as they may until the next scrape (every ${target.scrapeInterval}); --timeout ${timeout} leaves time for that`;
}

/**
 * Whether Prometheus takes as many samples of a target as that tells. Both change, so that each is asked until the one is among what the other
 * has been, or has not been for two scrapes.
 */
async function compared(ask: Ask, url: string, target: Target, exposed: Exposed, { signal, until }: Deadline): Promise<Compared> {
  const { url: where, lines } = exposed;
  const from = performance.now();
  const hasTime = compareMs(target) <= most * (until - from);
  let [least, greatest] = [lines, lines];
  for (;;) {
    const samples = await samplesOf(ask, url, target);
    const told = linesIn(sound(await ask(where)).text);
    [least, greatest] = [Math.min(least, told), Math.max(greatest, told)];
    if (samples !== undefined && samples >= least && samples <= greatest) return undefined;
    if (!hasTime) return uncompared(exposed, target);
    if (performance.now() > from + compareMs(target)) {
      const what = `Prometheus takes ${counted(samples ?? 0, 'sample')} of it, and it tells ${counted(told, 'line')}`;
      const remedy = 'see whether a proxy is between, or another process has the address that Prometheus asks';
      return wrong({ check: 'prometheus.samples', where, what, remedy });
    }
    await rest(Math.max(leastPollMs, compareMs(target) / 50), signal);
  }
}

/** What is asked about the samples of targets. */
interface Counting {
  readonly exposed: readonly Exposed[];
  readonly deadline: Deadline;
}

/** Those of the targets that Prometheus takes another number of samples of than they tell, and those of which that is not known. */
export async function countFindings(
  ask: Ask,
  { url, targets }: Facts,
  { exposed, deadline }: Counting,
): Promise<Pick<Section, 'findings' | 'stated'>> {
  const pairs = exposed.flatMap((each) => {
    const target = meantBy(each.url, targets, ({ scrapeUrl }) => scrapeUrl);
    return target?.health === 'up'
      ? [compared(ask, url, target, each, deadline).catch((error: unknown) => findingOf(error, 'prometheus.samples'))]
      : [];
  });
  const all = await Promise.all(pairs);
  return {
    findings: all.filter((each) => typeof each === 'object'),
    stated: all.filter((each) => typeof each === 'string'),
  };
}
