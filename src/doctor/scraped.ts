import { doubtful, type Finding, seconds, wrong } from './finding.ts';
import { likeness } from './one-server.ts';
import { durationOf } from './duration.ts';
import type { Facts, Target } from './prometheus-shape.ts';

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
