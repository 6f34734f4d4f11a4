import type { Alert, Team } from './rule.ts';

/** Something that instances need, each of which says whether it answers: a gauge of 1 or 0. */
export interface Needed {
  readonly alert: string;
  readonly team: Team;
  /** The gauge. */
  readonly selector: string;
  /** What tells one needed thing from another, without the instance. */
  readonly by: string;
  /** What is gone by the dozen when one thing is, as the queues of a broker are: a label, and what its values are. They are told at once. */
  readonly together?: readonly [label: string, name: string];
  /** Which it is, in a summary. */
  readonly which: string;
  readonly meanwhile: string;
}

/** Critical where it answers nobody; a warning where it answers some. */
export function outage({ alert, team, selector, by, together, which, meanwhile }: Needed): readonly Alert[] {
  const over = (operation: string): string => `${operation} by (${together ? `${by}, ${together[0]}` : by}) (${selector})`;
  const told = (expr: string): string => (together ? `count by (${by}) (${expr})` : expr);
  const count = together ? ` So it is for ${together[1]}: {{ $value | printf "%.0f" }}.` : '';
  const share = together ? 'some' : '{{ $value | humanizePercentage }}';
  return [
    {
      alert,
      expr: told(`${over('max')} == 0`),
      for: '1m',
      keepFiringFor: '5m',
      severity: 'critical',
      team,
      summary: `{{ $labels.job }}: ${which} does not answer`,
      description: `It answers none of the instances.${count} ${meanwhile}`,
    },
    {
      alert,
      expr: told(`${over('avg')} > 0 < 1`),
      for: '5m',
      severity: 'warning',
      team,
      summary: `{{ $labels.job }}: ${which} does not answer every instance`,
      description: `It answers ${share} of those who ask.${count} ${meanwhile}`,
    },
  ];
}
