import { burns, missedOver, rounded } from '../alerts/burn-rate.ts';
import { butFor } from '../alerts/judged.ts';
import { series } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { gauge } from '../catalogue/define.ts';
import { type Boards, type Line, row } from './board.ts';
import { chosen } from './expressions.ts';
import { type Lines, lines } from './lines.ts';
import { number } from './number.ts';
import { job } from './variables.ts';

/** What the rules record of an objective, over a range. */
const missed = (range: string) =>
  gauge({ name: missedOver(range), unit: '', means: 'Share that misses an objective.', attributes: { slo: { name: 'slo', keep: 20 } } });

interface Objective {
  readonly slo: string;
  readonly title: string;
  /** The share that has to be good. */
  readonly good: number;
  /** What a text about it adds. */
  readonly but: string;
}

const objectives = ({ api }: Thresholds): readonly Objective[] => [
  {
    slo: 'ApiAvailability',
    title: `API: ${percent(api.availabilityObjective)} end without a 5xx`,
    good: api.availabilityObjective,
    but: '',
  },
  {
    slo: 'ApiLatency',
    title: `API: ${percent(api.latencyObjective)} end within ${api.latencySeconds} s`,
    good: api.latencyObjective,
    but: butFor(api),
  },
];
const percent = (share: number): string => `${rounded(share * 100)} %`;

const of = ({ slo }: Objective, range: string): string => series(missed(range), { slo }, { job: chosen('job') });
const burnt = (objective: Objective, range: string): string => `${of(objective, range)} / ${rounded(1 - objective.good)}`;

/** The windows of burn rates of a severity, and from where on somebody is told. */
function watched(objective: Objective, severity: 'critical' | 'warning'): Pick<Lines, 'queries' | 'bounds' | 'upTo'> {
  const all = burns.filter((burn) => burn.severity === severity);
  const factors = all.map(({ factor }) => factor);
  const queries = all.map(({ long, factor }) => ({ expr: burnt(objective, long), legend: `{{job}} ${long}, at most ${factor}` }));
  const bad = Math.max(...factors);
  return { queries, bounds: { warn: Math.min(...factors), bad }, upTo: bad };
}

function shown(objective: Objective, at: number): Line {
  const id = 4 * at;
  return row(
    100 + at,
    objective.title,
    7,
    number(id + 1, 'Budget left', {
      description: `Of what 30 days may miss: 1 is all, below 0 the objective is missed. Every moment counts the same, however much happened.${objective.but}`,
      unit: 'percentunit',
      width: 4,
      queries: [{ expr: `1 - avg_over_time(${of(objective, '5m')}[30d]) / ${rounded(1 - objective.good)}`, legend: '{{job}}' }],
      bounds: { floor: 0 },
      none: 'no traffic',
    }),
    number(id + 2, 'Missed in an hour', {
      description: `Share that missed the objective within the last hour. Red where it is more than the objective allows.${objective.but}`,
      unit: 'percentunit',
      width: 4,
      queries: [{ expr: of(objective, '1h'), legend: '{{job}}' }],
      bounds: { bad: rounded(1 - objective.good) },
      none: 'no traffic',
    }),
    lines(id + 3, 'Burns quickly', {
      description:
        'How many times faster than allowed the budget is used up. Above its line, if it goes on for minutes too, somebody is called.',
      unit: 'none',
      width: 8,
      ...watched(objective, 'critical'),
      none: 'no traffic',
    }),
    lines(id + 4, 'Burns slowly', {
      description: 'The same over days. Above its line somebody is told, and has until tomorrow.',
      unit: 'none',
      width: 8,
      ...watched(objective, 'warning'),
      none: 'no traffic',
    }),
  );
}

/** Objectives, and how fast what may be missed is used up. */
export const sloBoard: Boards = ({ thresholds }) => ({
  name: 'slo',
  title: 'Objectives',
  description: 'What was promised to users: how much may still be missed of 30 days, and how fast it is used up.',
  variables: [job(missed('5m'))],
  lines: objectives(thresholds).map(shown),
});
