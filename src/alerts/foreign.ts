import { counter, gauge } from '../catalogue/define.ts';

const group = { name: 'rule_group', keep: 200 } as const;
const integration = { name: 'integration', keep: 50 } as const;

/**
 * What Prometheus and Alertmanager say of themselves and of what they scrape, as definitions.
 * https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series
 */
export const foreign = {
  up: gauge({ name: 'up', unit: '', means: '1 if the last scrape of a target succeeded.' }),
  scrape: {
    duration: gauge({ name: 'scrape_duration', unit: 's', means: 'How long the last scrape of a target took.' }),
    samples: gauge({
      name: 'scrape_samples_post_metric_relabeling',
      unit: '',
      means: 'Samples of the last scrape that are left to store.',
    }),
  },
  /** https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime */
  alerts: gauge({
    name: 'ALERTS',
    unit: '',
    means: '1 for each alert that is pending or fires.',
    attributes: {
      alert: { name: 'alertname', keep: 200 },
      state: { name: 'alertstate', of: ['pending', 'firing'] },
      severity: { name: 'severity', of: ['critical', 'warning', 'info', 'none'] },
      team: { name: 'team', of: ['api', 'worker', 'agents', 'frontend', 'platform'] },
    },
  }),
  prometheus: {
    series: gauge({ name: 'prometheus_tsdb_head_series', unit: '', means: 'Series that Prometheus holds in memory.' }),
    rules: {
      failures: counter({
        name: 'prometheus_rule_evaluation_failures',
        unit: '',
        means: 'Rules that could not be evaluated.',
        attributes: { group },
      }),
    },
  },
  alertmanager: {
    notifications: counter({
      name: 'alertmanager_notifications',
      unit: '',
      means: 'Notifications that were tried.',
      attributes: { integration },
    }),
    failed: counter({
      name: 'alertmanager_notifications_failed',
      unit: '',
      means: 'Notifications that were given up.',
      attributes: { integration },
    }),
  },
} as const;
