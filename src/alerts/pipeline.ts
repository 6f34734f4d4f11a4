import { notifications } from './pipeline/notifications.ts';
import { processes } from './pipeline/processes.ts';
import { prometheus } from './pipeline/prometheus.ts';
import { targets } from './pipeline/targets.ts';
import { watchdog } from './pipeline/watchdog.ts';
import type { Rules } from './rule.ts';

/** Whether what is measured arrives, and what is wrong is told: from the process to the notification. */
export const pipelineRules: Rules = ({ jobs, thresholds: { pipeline: limits } }) => [
  { name: 'pipeline-watchdog', rules: watchdog },
  { name: 'pipeline-target-alerts', rules: targets(limits, jobs) },
  { name: 'pipeline-process-alerts', rules: processes(limits, jobs) },
  { name: 'pipeline-prometheus-alerts', rules: prometheus({ job: jobs.prometheus }) },
  { name: 'pipeline-notification-alerts', rules: notifications(limits, jobs) },
];
