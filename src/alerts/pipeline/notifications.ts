import type { Jobs } from '../deployment.ts';
import { foreign } from '../foreign.ts';
import { label, series } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown, valuePercent } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent } from '../words.ts';

const { alertmanager, prometheus } = foreign;
const team = 'platform';

/** The way of an alert from Prometheus to people. */
export function notifications(limits: Thresholds['pipeline'], jobs: Jobs): readonly Alert[] {
  const sender = { job: jobs.prometheus };
  const job = { job: jobs.alertmanager };
  // later versions have further labels, and not the same on both
  const rate = (selected: string): string =>
    `sum by (job, instance, ${label(alertmanager.failed, 'integration')}) (rate(${selected}[15m]))`;
  return [
    {
      alert: 'PrometheusNotConnectedToAlertmanager',
      expr: `max_over_time(${series(prometheus.alertmanagers, {}, sender)}[5m]) < 1`,
      for: '5m',
      severity: 'critical',
      team,
      summary: '{{ $labels.instance }}: Prometheus knows no Alertmanager',
      description:
        'Alerts fire and nobody is told of them, of this one neither: it is seen on the page of Prometheus, and by the Watchdog that does not come.',
    },
    {
      alert: 'PrometheusNotificationsFailing',
      expr: `rate(${series(prometheus.notSent, {}, sender)}[5m]) / (rate(${series(prometheus.sent, {}, sender)}[5m]) > 0) > ${limits.failedNotificationsRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: Prometheus can not send alerts to ${shown(prometheus.notSent, 'target')}`,
      description: `${valuePercent} of the alerts sent to it fail, ${percent(limits.failedNotificationsRatio)} are allowed; with no other Alertmanager they are lost.`,
    },
    {
      alert: 'PrometheusNotificationsDropped',
      expr: `increase(${series(prometheus.notDelivered, {}, sender)}[5m]) > 0`,
      for: '5m',
      severity: 'critical',
      team,
      summary: '{{ $labels.instance }}: Prometheus drops alerts',
      description: 'Alerts that reached no Alertmanager within 5 minutes: {{ $value | printf "%.0f" }}; nobody was told of them.',
    },
    {
      alert: 'AlertmanagerConfigReloadFailed',
      expr: `max_over_time(${series(alertmanager.reloaded, {}, job)}[5m]) == 0`,
      for: '5m',
      severity: 'critical',
      team,
      summary: '{{ $labels.instance }}: Alertmanager could not read its configuration again',
      description: 'What was changed is not in force, and at its next start Alertmanager will not come up.',
    },
    {
      alert: 'AlertmanagerNotificationsFailing',
      expr: `${rate(series(alertmanager.failed, {}, job))} / (${rate(series(alertmanager.notifications, {}, job))} > 0) > ${limits.failedNotificationsRatio}`,
      for: '5m',
      severity: 'critical',
      team,
      summary: `{{ $labels.instance }}: notifications by ${shown(alertmanager.failed, 'integration')} fail`,
      description: `${valuePercent} of the notifications of the last 15 minutes did not arrive, ${percent(limits.failedNotificationsRatio)} are allowed: nobody was told of them that way.`,
    },
  ];
}
