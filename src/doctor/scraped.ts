import { setTimeout as pause } from 'node:timers/promises';
import { type Ask, sound } from './ask.ts';
import { type Exposed, linesIn } from './exposed.ts';
import { findingOf } from './failure.ts';
import { counted, doubtful, type Finding, seconds, wrong } from './finding.ts';
import { durationOf, type Facts, likeness, meantBy, query, type Target } from './prometheus-api.ts';

const named = ({ labels, scrapeUrl }: Target): string => `job ${labels['job'] ?? ''}, ${scrapeUrl}`;

/** What to do about what Prometheus says of a scrape. */
function remedyOf(error: string): string {
  if (/connection refused|no such host/.test(error)) return 'start it, or correct the address in the configuration of Prometheus';
  if (/deadline exceeded/.test(error)) return 'see what hangs, or raise scrape_timeout';
  if (/status 40[13]/.test(error))
    return 'give Prometheus the user and password that the target wants: basic_auth, or authorization, of its job';
  if (/sample_limit|label/.test(error)) return 'bound the attributes of the target, or raise the limit of its job';
  return 'look at the target itself: npx autonomica-metrics doctor --target <URL>';
}

function stateFindings(target: Target, now: number): readonly Finding[] {
  const { health, lastError, lastScrape, scrapeInterval, scrapeTimeout } = target;
  const where = named(target);
  if (health === 'down')
    return [
      wrong({
        check: 'prometheus.up',
        where,
        what: `its scrape fails: ${lastError.replace(/^Get "[^"]*": /, '')}`,
        remedy: remedyOf(lastError),
      }),
    ];
  const age = (now - Date.parse(lastScrape)) / 1_000;
  if (health === 'unknown')
    return [doubtful({ check: 'prometheus.up', where, what: 'it was not scraped yet', remedy: 'ask again in a minute' })];
  if (age <= 2 * durationOf(scrapeInterval) + durationOf(scrapeTimeout)) return [];
  const what = `it was scraped ${seconds(age)} ago, and should be every ${scrapeInterval}`;
  return [
    wrong({ check: 'prometheus.stale', where, what, remedy: 'see whether Prometheus has too much to do: its log, its CPU, its disk' }),
  ];
}

const scrapeUrlOf = ({ scrapeUrl }: Target): string => scrapeUrl;

/** What Prometheus says of what it scrapes, and whether it scrapes what was asked for. */
export function targetFindings({ url: where, targets, answer }: Facts, wanted: readonly string[]): readonly Finding[] {
  const now = answer.date ?? answer.to;
  if (targets.length === 0)
    return [wrong({ check: 'prometheus.target', where, what: 'it scrapes nothing', remedy: 'name targets in scrape_configs, and reload' })];
  const missing = wanted.filter((url) => !targets.some(({ scrapeUrl }) => likeness(url, scrapeUrl)));
  return [
    ...targets.flatMap((target) => stateFindings(target, now)),
    ...missing.map((url) =>
      wrong({
        check: 'prometheus.target',
        where: url,
        what: 'Prometheus does not scrape it',
        remedy: 'add it to the targets of a job; where Prometheus knows it by another address, give that by --target',
      }),
    ),
  ];
}

const pollMs = 250;

/** How many samples Prometheus took of a target the last time. */
async function samplesOf(ask: Ask, url: string, { labels }: Target): Promise<number | undefined> {
  const conditions = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const [series] = await query(ask, url, `scrape_samples_scraped{${conditions.join(',')}}`);
  return series && Number(series.value[1]);
}

/**
 * Whether Prometheus takes as many samples of a target as that tells. Both change, so that each is asked until the one is among what the other
 * has been, or has not been for two scrapes.
 */
async function sampleFindings(ask: Ask, url: string, target: Target, { url: where, lines }: Exposed): Promise<readonly Finding[]> {
  const until = Date.now() + 2_000 * durationOf(target.scrapeInterval) + 1_000;
  let [least, greatest] = [lines, lines];
  for (;;) {
    const samples = await samplesOf(ask, url, target);
    const told = linesIn(sound(await ask(where)).text);
    [least, greatest] = [Math.min(least, told), Math.max(greatest, told)];
    if (samples !== undefined && samples >= least && samples <= greatest) return [];
    if (Date.now() > until) {
      const what = `Prometheus takes ${counted(samples ?? 0, 'sample')} of it, and it tells ${counted(told, 'line')}`;
      const remedy = 'see whether a proxy is between, or another process has the address that Prometheus asks';
      return [wrong({ check: 'prometheus.samples', where, what, remedy })];
    }
    await pause(pollMs);
  }
}

/** Those of the targets that Prometheus takes another number of samples of than they tell. */
export async function countFindings(ask: Ask, { url, targets }: Facts, exposed: readonly Exposed[]): Promise<readonly Finding[]> {
  const pairs = exposed.flatMap((each) => {
    const target = meantBy(each.url, targets, scrapeUrlOf);
    return target?.health !== 'up'
      ? []
      : [sampleFindings(ask, url, target, each).catch((error) => [findingOf(error, 'prometheus.samples', each.url)])];
  });
  return (await Promise.all(pairs)).flat();
}
