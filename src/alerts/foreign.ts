import { gauge } from '../catalogue/define.ts';

/**
 * What Prometheus and Alertmanager say of themselves and of what they scrape, as definitions.
 * https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series
 */
export const foreign = {
  up: gauge({ name: 'up', unit: '', means: '1 if the last scrape of a target succeeded.' }),
} as const;
