import { runtime } from '../catalogue/runtime.ts';
import { foreign } from './foreign.ts';
import { series } from './promql.ts';

/** How often a second, over a range that ends now or some time ago; `by` lists labels, as `by (…)` does. */
export const perSecond = (selector: string, range: string, by: string, ago?: string): string =>
  `sum by (${by}) (rate(${selector}[${range}]${ago === undefined ? '' : ` offset ${ago}`}))`;

/** What was usual: yesterday, and a week ago, for a Sunday is no Monday, and one day may have been a bad one. */
export interface Usual {
  readonly yesterday: string;
  readonly lastWeek: string;
  readonly by: string;
}

/** The smaller or the larger of both; where one is not known yet, the other. */
export const usual = (which: 'min' | 'max', { yesterday, lastWeek, by }: Usual): string =>
  `${which} by (${by}) (${yesterday} or label_replace(${lastWeek}, "of", "last week", "", ""))`;

/** An hour of which this moment, a week ago, is the middle: `[1h] offset 7d` and half an hour less. */
export const aroundLastWeek = { range: '1h', ago: '10050m' } as const;

/** How often, over a range. */
export const times = (selector: string, range: string, by: string): string => `sum by (${by}) (increase(${selector}[${range}]))`;

/**
 * A series that was not there before: it comes with its first event, of which `increase` knows nothing. What is only new to Prometheus, of
 * a process that is older or of a target that has other labels now, is not told.
 */
function appeared(selector: string, minutes: number): string {
  const started = `${series(runtime.process.started)} > time() - ${60 * minutes}`;
  const asBefore = `(${series(foreign.up)} and ${series(foreign.up)} offset ${minutes}m == 1)`;
  return `(${selector} unless ${selector} offset ${minutes}m and on (job, instance) (${asBefore} or ${started}))`;
}

/** How often something rare happened in so many minutes, the first time too; nothing where it did not. */
export const happened = (selector: string, minutes: number, by: string): string =>
  `sum by (${by}) ((increase(${selector}[${minutes}m]) > 0) or ${appeared(selector, minutes)}) > 0`;

/** By how much each counter grew in so many minutes, from 0 where it came meanwhile; one that began anew since then has more than it shows. */
export function grown(selector: string, minutes: number): string {
  const [from0, counted] = [appeared(selector, minutes), `increase(${selector}[${minutes}m])`];
  return `(${from0} > ${counted} or ${counted} or ${from0})`;
}

/** A part of a whole, over a range, where the whole is at least so many. */
export interface Share {
  readonly part: string;
  readonly whole: string;
  readonly range: string;
  readonly by: string;
  readonly least: number;
}

/** From 0 to 1; nothing where there is too little to tell. */
export const share = ({ part, whole, range, by, least }: Share): string =>
  `${times(part, range, by)} / (${times(whole, range, by)} >= ${least})`;

/** A quantile of a histogram over a range, where it has at least so many values. */
export function quantile(
  q: number,
  { buckets, count, range, by, least }: Omit<Share, 'part' | 'whole'> & { buckets: string; count: string },
): string {
  const of = `histogram_quantile(${q}, sum by (${by}, le) (rate(${buckets}[${range}])))`;
  return `(${of} and on (${by}) ${times(count, range, by)} >= ${least})`;
}
