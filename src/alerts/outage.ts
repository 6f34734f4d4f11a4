import type { Alert, Team } from './rule.ts';

/** Something that instances need, each of which says whether it answers: a gauge of 1 or 0. */
export interface Needed {
  readonly alert: string;
  readonly team: Team;
  /** The gauge. */
  readonly selector: string;
  /** What tells one needed thing from another, without the instance. */
  readonly by: string;
  /** Which it is, in a summary. */
  readonly which: string;
  readonly meanwhile: string;
}

/** Critical where it answers nobody; a warning where it answers some. */
export const outage = ({ alert, team, selector, by, which, meanwhile }: Needed): readonly Alert[] => [
  {
    alert,
    expr: `max by (${by}) (${selector}) == 0`,
    for: '1m',
    keepFiringFor: '5m',
    severity: 'critical',
    team,
    summary: `{{ $labels.job }}: ${which} does not answer`,
    description: `It answers none of the instances. ${meanwhile}`,
  },
  {
    alert,
    expr: `avg by (${by}) (${selector}) > 0 < 1`,
    for: '5m',
    severity: 'warning',
    team,
    summary: `{{ $labels.job }}: ${which} does not answer every instance`,
    description: `It answers {{ $value | humanizePercentage }} of those who ask. ${meanwhile}`,
  },
];
