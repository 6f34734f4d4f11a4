import { notified, sent } from './pipeline/notifications.ts';
import { collector, processes } from './pipeline/processes.ts';
import { prometheus } from './pipeline/prometheus.ts';
import { targets } from './pipeline/targets.ts';
import { watchdog } from './pipeline/watchdog.ts';
import type { Target } from './promql.ts';
import type { Alert, Rules } from './rule.ts';

/** Rules on jobs, none where there are none. */
const of = (jobs: readonly string[], rules: (job: Target) => readonly Alert[]): readonly Alert[] =>
  jobs.length === 0 ? [] : rules({ job: jobs });

/** Whether what is measured arrives, and what is wrong is told: from the process to the notification. */
export const pipelineRules: Rules = ({ jobs, thresholds: { pipeline: limits } }) =>
  [
    { name: 'pipeline-watchdog', rules: watchdog },
    { name: 'pipeline-target-alerts', rules: targets(limits, jobs) },
    { name: 'pipeline-process-alerts', rules: processes(limits) },
    { name: 'pipeline-collector-alerts', rules: of(jobs.collector, (job) => collector(limits, job)) },
    { name: 'pipeline-prometheus-alerts', rules: of(jobs.prometheus, prometheus) },
    { name: 'pipeline-sent-alerts', rules: of(jobs.prometheus, (job) => sent(limits, job)) },
    { name: 'pipeline-notified-alerts', rules: of(jobs.alertmanager, (job) => notified(limits, job)) },
  ].filter(({ rules }) => rules.length > 0);
