import type { Definition } from '../../catalogue/define.ts';
import { foreign } from '../foreign.ts';
import { series, type Target } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown } from '../template.ts';

const { prometheus: self } = foreign;
const team = 'platform';

/** Which of several counters has grown within a range; what a version does not have is left out. */
function grown(reasons: Readonly<Record<string, Definition<'counter', {}>>>, range: string, job: Target): string {
  return Object.entries(reasons)
    .map(([reason, counter]) => `label_replace(increase(${series(counter, {}, job)}[${range}]) > 0, "reason", "${reason}", "", "")`)
    .join('\n  or ');
}

/** What Prometheus reads, evaluates and stores. */
export function prometheus(job: Target): readonly Alert[] {
  const { rules } = self;
  return [
    {
      alert: 'PrometheusConfigReloadFailed',
      expr: `max_over_time(${series(self.reloaded, {}, job)}[5m]) == 0`,
      for: '5m',
      severity: 'critical',
      team,
      summary: '{{ $labels.instance }}: Prometheus could not read its configuration again',
      description: 'What was changed is not in force, and at its next start Prometheus will not come up.',
    },
    {
      alert: 'PrometheusRuleFailures',
      expr: `increase(${series(rules.failures, {}, job)}[5m]) > 0`,
      for: '5m',
      severity: 'critical',
      team,
      summary: `{{ $labels.instance }}: rules of ${shown(rules.failures, 'group')} can not be evaluated`,
      description: 'Failures within 5 minutes: {{ $value | printf "%.0f" }}. Alerts of this group may not fire.',
    },
    {
      alert: 'PrometheusRuleGroupSlow',
      expr: `avg_over_time(${series(rules.duration, {}, job)}[5m]) > ${series(rules.interval, {}, job)}`,
      for: '5m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: rules of ${shown(rules.duration, 'group')} take longer than there is time`,
      description: 'An evaluation takes {{ $value | humanizeDuration }}, more than its interval: some are left out, and alerts come late.',
    },
    {
      alert: 'PrometheusSamplesRejected',
      expr: grown(self.rejected, '5m', job),
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: Prometheus refuses what it scrapes ({{ $labels.reason }})',
      description: 'Refused within 5 minutes: {{ $value | printf "%.0f" }}; what was refused is missing from every query.',
    },
    {
      alert: 'PrometheusWalFailing',
      // what it finds at a start is counted after minutes in which it said nothing
      expr: grown(self.log, '1h', job),
      severity: 'critical',
      team,
      summary: '{{ $labels.instance }}: Prometheus can not keep its log of samples ({{ $labels.reason }})',
      description: 'Failures within an hour: {{ $value | printf "%.0f" }}. Samples of the last hours may be lost at the next start.',
    },
    {
      alert: 'PrometheusStorageFailing',
      expr: grown(self.storage, '3h', job),
      for: '15m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: Prometheus can not store what it has ({{ $labels.reason }})',
      description: 'Failures within 3 hours: {{ $value | printf "%.0f" }}. Its memory and its disk fill until it ends.',
    },
  ];
}
