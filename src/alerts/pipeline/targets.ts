import { overflowAttribute } from '../../catalogue/budget.ts';
import { pipeline } from '../../catalogue/pipeline.ts';
import { rounded } from '../burn-rate.ts';
import { type Jobs, sampleLimit, scrapeTimeoutSeconds } from '../deployment.ts';
import { foreign } from '../foreign.ts';
import { anySeries, label, series } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent, time } from '../words.ts';

const { up, scrape } = foreign;
const team = 'platform';

function absent(jobs: readonly string[]): readonly Alert[] {
  if (jobs.length === 0) return [];
  return [
    {
      alert: 'JobAbsent',
      expr: jobs.map((job) => `absent(${series(up, {}, { job })})`).join('\n  or '),
      for: '5m',
      severity: 'critical',
      team,
      summary: '{{ $labels.job }}: Prometheus has no target of this job',
      description: 'Nothing is scraped, so nothing that is told of it can fire: whatever goes wrong there goes wrong unseen.',
    },
  ];
}

/** What Prometheus scrapes. */
export function targets(limits: Thresholds['pipeline'], jobs: Jobs): readonly Alert[] {
  const samples = rounded(limits.samplesRatio * sampleLimit);
  // a label is needed to tell metrics apart: an alert loses the name of its series
  const metric = label(pipeline.folded, 'metric');
  // of a histogram, its count stands for all of it
  const overflows = anySeries({ [overflowAttribute]: true }, { __name__: { not: /.+_(bucket|sum)/ } });
  return [
    {
      alert: 'TargetDown',
      expr: `${series(up)} == 0`,
      for: '5m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: Prometheus can not scrape {{ $labels.instance }}',
      description: 'Its scrapes have failed for 5 minutes: the process, its endpoint or the way there is gone, and so are its metrics.',
    },
    {
      alert: 'TargetFlapping',
      expr: `changes(${series(up)}[15m]) > ${limits.flaps}`,
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: {{ $labels.instance }} comes and goes',
      description: `It went up or down {{ $value }} times within 15 minutes, the limit is ${limits.flaps}. It restarts, or its scrapes are too slow for their timeout.`,
    },
    ...absent([...jobs.collector, ...jobs.prometheus, ...jobs.alertmanager]),
    {
      alert: 'ScrapeSlow',
      expr: `avg_over_time(${series(scrape.duration)}[5m]) > ${limits.scrapeSeconds}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: scrapes of {{ $labels.instance }} are slow',
      description: `They take {{ $value | humanizeDuration }}, the limit is ${time(limits.scrapeSeconds)}. At ${time(scrapeTimeoutSeconds)} Prometheus gives up and the target is down.`,
    },
    {
      alert: 'ScrapeSamplesGrowing',
      expr: `${series(scrape.samples)} > ${samples}`,
      for: '1h',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: {{ $labels.instance }} exposes too many series',
      description: `{{ $value | printf "%.0f" }} samples a scrape, more than ${percent(limits.samplesRatio)} of the limit of ${sampleLimit}. Beyond that limit Prometheus refuses the whole scrape.`,
    },
    {
      alert: 'MetricOverflowing',
      expr: `count by (job, instance, ${metric}) (label_replace(${overflows}, "${metric}", "$1", "__name__", "(.+)"))`,
      for: '5m',
      severity: 'warning',
      team,
      summary: `{{ $labels.job }}: ${shown(pipeline.folded, 'metric')} has more series than it may have`,
      description:
        'New sets of labels of {{ $labels.instance }} are no longer told apart: they are added up in one series, with otel_metric_overflow="true".',
    },
  ];
}
