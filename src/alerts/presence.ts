import { foreign } from './foreign.ts';
import { series } from './promql.ts';
import type { Alert, Team } from './rule.ts';

/** Whose presence is told, and what its absence means for people. */
export interface Present {
  /** As its alerts begin: `Api`. */
  readonly prefix: string;
  readonly jobs: readonly string[];
  readonly team: Team;
  readonly meanwhile: string;
}

const down = ({ prefix, jobs, team, meanwhile }: Present): Alert => ({
  alert: `${prefix}Down`,
  expr: `sum by (job) (${series(foreign.up, {}, { job: jobs })}) == 0`,
  for: '1m',
  // until groups of rules that are evaluated later know it as well: TargetDown is held back by this one
  keepFiringFor: '5m',
  severity: 'critical',
  team,
  summary: '{{ $labels.job }}: no instance answers',
  description: `Prometheus reaches none of its targets. ${meanwhile}`,
});

const absent = ({ prefix, team }: Present, job: string): Alert => ({
  alert: `${prefix}Absent`,
  expr: `absent(${series(foreign.up, {}, { job })})`,
  for: '5m',
  severity: 'critical',
  team,
  summary: `${job}: Prometheus has no target of this job`,
  description: 'Nothing is scraped, so nothing else of this job can be told: its discovery finds no instance.',
});

/** Nobody answers, or nobody is even asked: `up` is 0 of all that is scraped, or there is nothing to scrape. */
export const presence = (present: Present): readonly Alert[] =>
  present.jobs.length === 0 ? [] : [down(present), ...present.jobs.map((job) => absent(present, job))];
