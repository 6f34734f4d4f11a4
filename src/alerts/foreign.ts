import { type Bounds, counter, type Definition, gauge, info } from '../catalogue/define.ts';

const group = { name: 'rule_group', keep: 200 } as const;
const integration = { name: 'integration', keep: 50 } as const;
const target = { name: 'alertmanager', keep: 50 } as const;
/** Theirs are names without units: `prometheus_notifications_dropped_total`. */
const count = <const A extends Bounds = {}>(name: string, means: string, attributes = {} as A): Definition<'counter', NoInfer<A>> =>
  counter({ name, unit: '', means, attributes });
const state = (name: string, means: string): Definition<'gauge', {}> => gauge({ name, unit: '', means });

/**
 * What Prometheus and Alertmanager say of themselves and of what they scrape, as definitions.
 * https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series
 */
export const foreign = {
  up: state('up', '1 if the last scrape of a target succeeded.'),
  scrape: {
    duration: gauge({ name: 'scrape_duration', unit: 's', means: 'How long the last scrape of a target took.' }),
    scraped: state('scrape_samples_scraped', 'Samples of the last scrape.'),
    samples: state('scrape_samples_post_metric_relabeling', 'Samples of the last scrape that are left to store.'),
  },
  target: info({
    name: 'target',
    unit: '',
    means: 'Who is measured; our own, as every process exposes it.',
    attributes: { container: { name: 'container.id', keep: 1, optional: true } },
  }),
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
    reloaded: state('prometheus_config_last_reload_successful', '1 if the configuration could be read.'),
    reloadedAt: gauge({
      name: 'prometheus_config_last_reload_success_timestamp',
      unit: 's',
      means: 'When the configuration was read the last time.',
    }),
    queue: {
      length: state('prometheus_notifications_queue_length', 'Alerts that wait to be sent.'),
      capacity: state('prometheus_notifications_queue_capacity', 'Alerts that may wait to be sent.'),
    },
    alertmanagers: state('prometheus_notifications_alertmanagers_discovered', 'Alertmanagers it tells.'),
    notDelivered: count('prometheus_notifications_dropped', 'Alerts that no Alertmanager was told of.'),
    notSent: count('prometheus_notifications_errors', 'Alerts that could not be sent to an Alertmanager.', { target }),
    sent: count('prometheus_notifications_sent', 'Alerts sent to an Alertmanager, those included that failed.', { target }),
    rules: {
      failures: count('prometheus_rule_evaluation_failures', 'Rules that could not be evaluated.', { group }),
      missed: count('prometheus_rule_group_iterations_missed', 'Evaluations of a group that were left out.', { group }),
      duration: gauge({
        name: 'prometheus_rule_group_last_duration',
        unit: 's',
        means: 'How long the last evaluation of a group took.',
        attributes: { group },
      }),
      interval: gauge({
        name: 'prometheus_rule_group_interval',
        unit: 's',
        means: 'How often a group is evaluated.',
        attributes: { group },
      }),
    },
    rejected: {
      'duplicate series': count(
        'prometheus_target_scrapes_sample_duplicate_timestamp',
        'Samples whose series was there already, at that time.',
      ),
      'out of order': count('prometheus_target_scrapes_sample_out_of_order', 'Samples that are older than what is stored.'),
      'out of bounds': count('prometheus_target_scrapes_sample_out_of_bounds', 'Samples too old or of the future.'),
      'too many samples': count('prometheus_target_scrapes_exceeded_sample_limit', 'Scrapes refused for the number of their samples.'),
      'too large': count('prometheus_target_scrapes_exceeded_body_size_limit', 'Scrapes refused for their size.'),
      'too many labels': count('prometheus_target_scrape_pool_exceeded_label_limits', 'Scrapes refused for their labels.'),
    },
    series: state('prometheus_tsdb_head_series', 'Series in memory.'),
    log: {
      writes: count('prometheus_tsdb_wal_writes_failed', 'Writes to the log of samples that failed.'),
      corruptions: count('prometheus_tsdb_wal_corruptions', 'Damage found in the log of samples.'),
    },
    storage: {
      truncations: count('prometheus_tsdb_wal_truncations_failed', 'Attempts to shorten the log that failed.'),
      compactions: count('prometheus_tsdb_compactions_failed', 'Blocks that could not be written.'),
      reloads: count('prometheus_tsdb_reloads_failures', 'Blocks that could not be read again.'),
      checkpoints: count('prometheus_tsdb_checkpoint_creations_failed', 'Checkpoints of the log that could not be written.'),
      head: count('prometheus_tsdb_head_truncations_failed', 'Attempts to free what is in memory that failed.'),
      chunks: count('prometheus_tsdb_mmap_chunk_corruptions', 'Damage found in the chunks of what is in memory.'),
    },
  },
  alertmanager: {
    reloaded: state('alertmanager_config_last_reload_successful', '1 if the configuration could be read.'),
    reloadedAt: gauge({
      name: 'alertmanager_config_last_reload_success_timestamp',
      unit: 's',
      means: 'When the configuration was read the last time.',
    }),
    requestsFailed: count('alertmanager_notification_requests_failed', 'Tries to send a notification that failed.', { integration }),
    notifications: count('alertmanager_notifications', 'Notifications that were tried.', { integration }),
    failed: count('alertmanager_notifications_failed', 'Notifications that were given up.', { integration }),
  },
} as const;
