import type { Allowed, Bounds, Definition } from '../../catalogue/define.ts';
import { pipeline } from '../../catalogue/pipeline.ts';
import { labels, series, type Target } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown, valuePercent } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent, time } from '../words.ts';

const { budget, exports, held, reading, scrapes, settings } = pipeline;
const team = 'platform';

/** Of all that a counter counts by how it ended, the share that ended otherwise than it should. */
function share<A extends Bounds & { readonly outcome: Allowed }>(of: Definition<'counter', A>, bad: string): string {
  const rate = (selected: string): string => `sum without (${labels(of, 'outcome')}) (rate(${selected}[15m]))`;
  return `${rate(bad)} / (${rate(series(of))} > 0)`;
}

/** What this package says of itself in each process. */
export function processes(limits: Thresholds['pipeline']): readonly Alert[] {
  return [
    {
      alert: 'SeriesNearBudget',
      expr: `${series(held)} / (${series(budget)} > 0) > ${limits.linesRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: {{ $labels.instance }} has nearly used up its series',
      description: `${valuePercent} of the sample lines that the process may expose are there, the limit is ${percent(limits.linesRatio)}. Beyond the budget new series are added up in one of their metric.`,
    },
    {
      alert: 'ReadingDown',
      expr: `${series(reading.up)} == 0`,
      for: '10m',
      severity: 'warning',
      team,
      summary: `{{ $labels.job }}: {{ $labels.instance }} can not read "${shown(reading.up, 'reading')}"`,
      description: 'What the machine or the container says of it can not be read: its metrics are absent, and no alert on them can fire.',
    },
    {
      alert: 'ScrapesIncomplete',
      expr: `${share(scrapes, series(scrapes, { outcome: { not: 'complete' } }))} > ${limits.incompleteScrapesRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: scrapes of {{ $labels.instance }} lack something',
      description: `${valuePercent} of the scrapes were answered without what was late, or failed; ${percent(limits.incompleteScrapesRatio)} are allowed.`,
    },
    {
      alert: 'ExportsFailing',
      expr: `${share(exports, series(exports, { outcome: 'failed' }))} > ${limits.failedExportsRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: `{{ $labels.job }}: {{ $labels.instance }} can not push its metrics by ${shown(exports, 'exporter')}`,
      description: `${valuePercent} of its pushes fail; ${percent(limits.failedExportsRatio)} are allowed. What is cumulative is made up for by the next push that arrives.`,
    },
    {
      alert: 'SettingRejected',
      expr: `${series(settings)} == 1`,
      for: '5m',
      severity: 'info',
      team,
      summary: `{{ $labels.job }}: {{ $labels.instance }} ignores ${shown(settings, 'variable')}`,
      description: 'The value of this environment variable can not be used; its default is in force.',
    },
  ];
}

/** What the collector alone does: it samples in the background. */
export const collector = (limits: Thresholds['pipeline'], job: Target): readonly Alert[] => [
  {
    alert: 'CollectorStale',
    expr: `${series(reading.age, {}, job)} > ${limits.readingAgeSeconds}`,
    for: '5m',
    severity: 'warning',
    team,
    summary: `{{ $labels.instance }}: what the collector says of "${shown(reading.age, 'reading')}" is old`,
    description: `It was sampled {{ $value | humanizeDuration }} ago, the limit is ${time(limits.readingAgeSeconds)}: the kernel does not answer, or the collector has no time.`,
  },
];
