import { rounded } from '../alerts/burn-rate.ts';
import { sampleLimit } from '../alerts/deployment.ts';
import { foreign } from '../alerts/foreign.ts';
import { label, series } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { pipeline } from '../catalogue/pipeline.ts';
import { type Boards, folded, type Line, row } from './board.ts';
import { outcomes } from './colours.ts';
import { increase, maxOf, per, rate, selected, sumOf, top } from './expressions.ts';
import { lines } from './lines.ts';
import { number } from './number.ts';
import type { Query } from './panel.ts';
import { states } from './states.ts';
import { table } from './table.ts';
import { instance, job } from './variables.ts';

const { up, scrape, prometheus, alertmanager } = foreign;
const { scrapes, exports, held, budget, folded: folds, refused, conflicts, callbacks, hooks, reading, settings, probe } = pipeline;

const each = (expr: string): readonly Query[] => [{ expr: top(expr, 20), legend: '{{job}} {{instance}}' }];
const share = `${series(held, {}, selected)} / ${series(budget, {}, selected)}`;

type Limits = Thresholds['pipeline'];

const now = (limits: Limits): Line =>
  row(
    100,
    'Now',
    4,
    number(1, 'Targets down', {
      description: 'Targets that Prometheus could not scrape the last time.',
      unit: 'short',
      queries: [{ expr: sumOf(`1 - ${series(up, {}, selected)}`) }],
      bounds: { bad: 1 },
    }),
    number(2, 'Fullest budget', {
      description:
        'Share of the lines that a process may expose, of the one that exposes most of it. At 1 what is new is folded into one series.',
      unit: 'percentunit',
      bounds: { warn: limits.linesRatio },
      queries: [{ expr: maxOf(share) }],
    }),
    number(3, 'Recordings folded', {
      description: 'Recordings within the time that is shown that went to another series, for there were too many values or series.',
      unit: 'short',
      decimals: 0,
      queries: [{ expr: sumOf(increase(series(folds, {}, selected), '$__range')) }],
      none: 'none',
    }),
    number(4, 'Series', {
      description: 'Series that Prometheus holds in memory.',
      unit: 'short',
      queries: [{ expr: sumOf(series(prometheus.series, {}, selected)) }],
      none: 'Prometheus is not scraped',
    }),
  );

const scraping = (limits: Limits): Line =>
  row(
    101,
    'Scrapes',
    8,
    states(5, 'Targets', {
      description: 'When each target could be scraped, and when not.',
      unit: 'none',
      queries: [{ expr: series(up, {}, selected), legend: '{{job}} {{instance}}' }],
    }),
    lines(6, 'Duration', {
      description: 'How long scrapes took, as Prometheus sees it, of the twenty slowest.',
      unit: 's',
      bounds: { warn: limits.scrapeSeconds },
      queries: each(series(scrape.duration, {}, selected)),
    }),
    lines(7, 'Samples', {
      description: 'Samples of a scrape, of the twenty largest. What rises day by day has a label with too many values.',
      unit: 'short',
      bounds: { warn: rounded(limits.samplesRatio * sampleLimit) },
      queries: each(series(scrape.samples, {}, selected)),
    }),
  );

const budgets = (limits: Limits): Line =>
  row(
    102,
    'Limits',
    8,
    lines(8, 'Budget of lines', {
      description: 'Share of the lines that a process may expose which its series take.',
      unit: 'percentunit',
      bounds: { warn: limits.linesRatio },
      upTo: limits.linesRatio,
      queries: each(share),
    }),
    lines(9, 'Recordings folded', {
      description: 'By metric, and by what was full: the values of an attribute, the metric, the process.',
      unit: 'cps',
      queries: [per(folds, ['metric', 'reason'], (by) => top(sumOf(rate(series(folds, {}, selected)), by)))],
      none: 'none folded',
    }),
    lines(10, 'Recordings refused, points dropped', {
      description: 'What could not be recorded, a second, by metric and reason; and points that the last scrape left out.',
      unit: 'short',
      queries: [
        per(refused, ['metric', 'reason'], (by) => top(sumOf(rate(series(refused, {}, selected)), by))),
        per(conflicts, ['metric', 'reason'], (by) => top(sumOf(series(conflicts, {}, selected), by))),
      ],
      none: 'none refused',
    }),
  );

const inside = (): Line =>
  row(
    103,
    'Within the processes',
    8,
    lines(11, 'Scrapes and pushes by outcome', {
      description: 'Scrapes that were answered whole, without what was late, or not; pushes by OTLP that arrived, or did not.',
      unit: 'ops',
      colours: outcomes,
      queries: [
        per(scrapes, ['outcome'], (by) => sumOf(rate(series(scrapes, {}, selected)), by)),
        { expr: sumOf(rate(series(exports, { outcome: 'complete' }, selected))), legend: 'pushed' },
        { expr: sumOf(rate(series(exports, { outcome: 'failed' }, selected))), legend: 'not pushed' },
      ],
    }),
    lines(12, 'Callbacks and hooks that failed', {
      description: 'Callbacks of metrics that threw or were late, and hooks of ours that failed without the application noticing.',
      unit: 'cps',
      queries: [
        per(callbacks, ['metric', 'reason'], (by) => top(sumOf(rate(series(callbacks, {}, selected)), by))),
        per(hooks, ['hook'], (by) => top(sumOf(rate(series(hooks, {}, selected)), by))),
      ],
      none: 'none failed',
    }),
    lines(13, 'Readings', {
      description: 'How long it took to read what the machine and the queues say, of the ten slowest.',
      unit: 's',
      queries: [per(reading.duration, ['reading'], (by) => top(maxOf(series(reading.duration, {}, selected), by)))],
      none: 'nothing is read',
    }),
  );

const monitoring = (): Line =>
  row(
    104,
    'Prometheus and Alertmanager',
    7,
    lines(14, 'Rules that failed', {
      description: 'Evaluations of rules that ended with an error, by their group.',
      unit: 'cps',
      queries: [
        per(prometheus.rules.failures, ['group'], (by) => `${sumOf(rate(series(prometheus.rules.failures, {}, selected)), by)} > 0`),
      ],
      none: 'none failed',
    }),
    lines(15, 'Notifications', {
      description: 'What Alertmanager sent, and tried to send in vain, by how.',
      unit: 'cps',
      queries: [
        per(alertmanager.notifications, ['integration'], (by) => sumOf(rate(series(alertmanager.notifications, {}, selected)), by)),
        {
          expr: sumOf(rate(series(alertmanager.failed, {}, selected)), label(alertmanager.failed, 'integration')),
          legend: `{{${label(alertmanager.failed, 'integration')}}} failed`,
        },
      ],
      none: 'Alertmanager is not scraped',
    }),
    table(16, 'Settings that were ignored', {
      description: 'Environment variables whose value was wrong: the default is used.',
      unit: 'none',
      queries: [{ expr: `${series(settings, {}, selected)} > 0` }],
      columns: { job: 'Job', instance: 'Instance', [label(settings, 'variable')]: 'Variable' },
      none: 'none ignored',
    }),
  );

const more = (limits: Limits): Line =>
  folded(
    105,
    'Readings and probes',
    8,
    states(17, 'What can be read', {
      description: 'What of the machine, the containers and the queues can be read. What can not has no metrics.',
      unit: 'none',
      queries: [per(reading.up, ['reading'], (by) => `min by (${by}) (${series(reading.up, {}, selected)})`)],
      none: 'nothing is read',
    }),
    lines(18, 'Age of what is sampled', {
      description: 'How old the values are that are read in the background.',
      unit: 's',
      bounds: { warn: limits.readingAgeSeconds },
      queries: [per(reading.age, ['reading'], (by) => top(maxOf(series(reading.age, {}, selected), by)))],
      none: 'nothing is sampled',
    }),
    states(19, 'Health probes', {
      description: 'Probes of the services themselves: whether what each looks at is well.',
      unit: 'none',
      queries: [per(probe, ['probe'], (by) => `min by (${by}) (${series(probe, {}, selected)})`)],
      none: 'no probe',
    }),
  );

/** What measures, and what watches what it measures. */
export const pipelineBoard: Boards = ({ thresholds: { pipeline: limits } }) => ({
  name: 'pipeline',
  title: 'Monitoring',
  description: 'What measures and what watches: targets, scrapes, budgets, rules and notifications.',
  team: 'platform',
  variables: [job(up), instance(up)],
  lines: [now(limits), scraping(limits), budgets(limits), inside(), monitoring(), more(limits)],
});
