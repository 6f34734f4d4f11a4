import type { Deployment, Jobs } from './deployment.ts';

export const severities = ['critical', 'warning', 'info', 'none'] as const;
export type Severity = (typeof severities)[number];
export const teams = ['api', 'worker', 'agents', 'frontend', 'platform'] as const;
/** Who is told; a team of one's own may have receivers too, else the default's are told. */
export type Team = (typeof teams)[number] | (string & {});
/** A domain, by whose name there are a file of rules, a page of runbooks and a dashboard. */
export type Domain = 'api' | 'worker' | 'agent' | 'frontend' | 'runtime' | 'host' | 'container' | 'pipeline';

/** A condition that somebody is told of. Durations are Prometheus': `5m`. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  /** How long it goes on when the condition has ended: what is told soon would be told again and again where the condition comes and goes. */
  readonly keepFiringFor?: string;
  readonly severity: Severity;
  readonly team: Team;
  /** Labels beside those of the expression, severity and team. */
  readonly labels?: Readonly<Record<string, string>>;
  /** One line: what is wrong, where. Templates of Prometheus are filled in. */
  readonly summary: string;
  /** The numbers, and what they mean for who uses it. */
  readonly description: string;
}

/** What is computed ahead: `level:metric:operation`. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export type Rule = Alert | Recording;

/** Rules that are evaluated one after the other. */
export interface Group {
  readonly name: string;
  /** Unset, as often as Prometheus does. */
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

/** The rules of a domain, for a deployment. */
export type Rules = (deployment: Deployment) => readonly Group[];

/** Rules on jobs of a deployment; none where it has no such jobs. */
export const onJobs =
  (jobsOf: (jobs: Jobs) => readonly string[], rules: Rules): Rules =>
  (deployment) =>
    jobsOf(deployment.jobs).length === 0 ? [] : rules(deployment);

export const isAlert = (rule: Rule): rule is Alert => 'alert' in rule;
