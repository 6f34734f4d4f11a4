import type { Alert, Group, Recording } from './rule.ts';

/** An objective, and how much of what is measured misses it. */
export interface Objective {
  /** As its alerts begin: `ApiAvailability`. */
  readonly slo: string;
  /** The share that has to be good, below 1. */
  readonly objective: number;
  /** The share that is not, by job, over a range. */
  readonly missed: (range: string) => string;
  /** How often something happens a second, by job, over a range. */
  readonly volume: (range: string) => string;
  /** Fewer that miss it than these are told to nobody. */
  readonly least: number;
}

/**
 * How fast the budget of 30 days burns, over a long window and, to be told that it is over, a twelfth of it.
 * https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
export const burns = [
  { long: '1h', seconds: 3600, short: '5m', factor: 14.4, for: '2m', keepFiringFor: '5m', severity: 'critical', share: '2%' },
  { long: '6h', seconds: 21_600, short: '30m', factor: 6, for: '15m', severity: 'critical', share: '5%' },
  { long: '1d', seconds: 86_400, short: '2h', factor: 3, for: '1h', severity: 'warning', share: '10%' },
  { long: '3d', seconds: 259_200, short: '6h', factor: 1, for: '3h', severity: 'warning', share: '10%' },
] as const;
const quick = ['5m', '30m', '1h', '2h', '6h'];
/** A range of days need not be read every 15 seconds. */
const slow = ['1d', '3d'];

/** How much of an objective is missed, over a range: `job:slo_errors_per_request:ratio_rate5m`. */
export const missedOver = (range: string): string => `job:slo_errors_per_request:ratio_rate${range}`;
const recorded = ({ slo, missed }: Objective, ranges: readonly string[]): Recording[] =>
  ranges.map((range) => ({ record: missedOver(range), expr: missed(range), labels: { slo } }));

/** A product of decimals, without what binary makes of it. */
export const rounded = (value: number): number => Number(value.toPrecision(12));

type Words = Pick<Alert, 'team'> & { readonly what: string };

function alertOf({ slo, objective, volume, least }: Objective, { team, what }: Words, burn: (typeof burns)[number]): Alert {
  const { long, seconds, short, factor, severity, share } = burn;
  const limit = rounded(factor * (1 - objective));
  return {
    alert: `${slo}ErrorBudgetBurn`,
    expr: `${missedOver(long)}{slo="${slo}"} > ${limit}
  and on (job) ${missedOver(short)}{slo="${slo}"} > ${limit}
  and on (job) ${missedOver(long)}{slo="${slo}"} * on (job) ${volume(long)} * ${seconds} >= ${least}`,
    for: burn.for,
    ...('keepFiringFor' in burn && { keepFiringFor: burn.keepFiringFor }),
    severity,
    team,
    labels: { long, short },
    summary: `{{ $labels.job }}: ${what}, ${factor === 1 ? 'more than the error budget allows' : `and burn the error budget ${factor} times too fast`}`,
    description: `In the last ${long} it was {{ $value | humanizePercentage }}; the objective allows ${rounded((1 - objective) * 100)}%. In ${long} like this, ${share} of the budget of 30 days is gone.`,
  };
}

/** The rules of objectives: recordings in two groups, and four alerts each. */
export function burnRates(name: string, objectives: readonly (readonly [Objective, Words])[]): readonly Group[] {
  return [
    { name: `${name}-slo`, rules: objectives.flatMap(([each]) => recorded(each, quick)) },
    { name: `${name}-slo-days`, interval: '3m', rules: objectives.flatMap(([each]) => recorded(each, slow)) },
    { name: `${name}-slo-alerts`, rules: objectives.flatMap(([each, words]) => burns.map((burn) => alertOf(each, words, burn))) },
  ];
}
