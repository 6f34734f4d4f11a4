import { foreign } from '../foreign.ts';
import { label, series, type Target } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown, valuePercent } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent } from '../words.ts';

const { alertmanager, prometheus } = foreign;
const team = 'platform';

/** What Prometheus tells Alertmanager. */
export function sent(limits: Thresholds['pipeline'], job: Target): readonly Alert[] {
  return [
    {
      alert: 'PrometheusNotConnectedToAlertmanager',
      expr: `max_over_time(${series(prometheus.alertmanagers, {}, job)}[5m]) < 1`,
      for: '5m',
      severity: 'critical',
      team,
      summary: '{{ $labels.instance }}: Prometheus knows no Alertmanager',
      description:
        'Alerts fire and nobody is told of them, of this one neither: it is seen on the page of Prometheus, and by the Watchdog that does not come.',
    },
    {
      alert: 'PrometheusNotificationsFailing',
      expr: `rate(${series(prometheus.notSent, {}, job)}[5m]) / (rate(${series(prometheus.sent, {}, job)}[5m]) > 0) > ${limits.failedNotificationsRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: Prometheus can not send alerts to ${shown(prometheus.notSent, 'target')}`,
      description: `${valuePercent} of the alerts sent to it fail, ${percent(limits.failedNotificationsRatio)} are allowed; with no other Alertmanager they are lost.`,
    },
    {
      alert: 'PrometheusNotificationsDropped',
      expr: `increase(${series(prometheus.notDelivered, {}, job)}[5m]) > 0`,
      for: '5m',
      severity: 'critical',
      team,
      summary: '{{ $labels.instance }}: Prometheus drops alerts',
      description: 'Alerts that reached no Alertmanager within 5 minutes: {{ $value | printf "%.0f" }}; nobody was told of them.',
    },
  ];
}

/** What Alertmanager tells people. */
export function notified(limits: Thresholds['pipeline'], job: Target): readonly Alert[] {
  // later versions have further labels, and not the same on both
  const rate = (selected: string): string =>
    `sum by (job, instance, ${label(alertmanager.failed, 'integration')}) (rate(${selected}[15m]))`;
  return [
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
