import { defaultThresholds, type Thresholds } from './thresholds.ts';

/** What is scraped, by what it does; each may be several jobs of Prometheus. */
export const roles = ['api', 'worker', 'agent', 'collector', 'prometheus', 'alertmanager', 'grafana'] as const;
export type Role = (typeof roles)[number];
export type Jobs = Readonly<Record<Role, readonly string[]>>;

/** What an operator may say of the place where all of this runs. */
export interface Deployment {
  readonly thresholds: Thresholds;
  readonly jobs: Jobs;
  /** Where the runbooks are read: a URL without a slash at its end. */
  readonly runbooks: string;
  /** Where people open Grafana: a URL without a slash at its end. */
  readonly grafana: string;
}

/** The jobs of applications: any of them may serve, work on tasks and call models. */
export const applications = ({ api, worker, agent }: Jobs): readonly string[] => [...new Set([...api, ...worker, ...agent])];
/** The jobs that may take the beacons of browsers. */
export const beacons = ({ api, collector }: Jobs): readonly string[] => [...new Set([...api, ...collector])];

export const defaultDeployment: Deployment = {
  thresholds: defaultThresholds,
  jobs: Object.fromEntries(roles.map((role) => [role, [role]])) as unknown as Jobs,
  runbooks: 'https://github.com/autonomica/metrics/blob/main/docs/runbooks',
  grafana: 'http://localhost:3001',
};
