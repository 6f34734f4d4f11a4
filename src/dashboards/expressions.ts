import type { Bounds, Definition } from '../catalogue/define.ts';
import { buckets, label, labels, type Target, type Where } from '../alerts/promql.ts';
import type { Query } from './panel.ts';

/** At least four scrapes, and what lies between two points of a graph. */
const between = '$__rate_interval';

/** What is chosen in a variable of the dashboard: one value, or several. */
export const chosen = (variable: string): RegExp => new RegExp(`$${variable}`);
/** Of the jobs and instances that are chosen. */
export const selected: Target = { job: chosen('job'), instance: chosen('instance') };

export const rate = (selector: string): string => `rate(${selector}[${between}])`;
/** By how much a counter grew between two points of a graph, or over a range. */
export const increase = (selector: string, range: string = between): string => `increase(${selector}[${range}])`;

const over = (operation: string) => (vector: string, by?: string) =>
  by === undefined ? `${operation}(${vector})` : `${operation} by (${by}) (${vector})`;
export const sumOf = over('sum');
export const maxOf = over('max');
export const minOf = over('min');
export const countOf = over('count');
/** Those of a graph that are largest. */
export const top = (vector: string, most = 10): string => `topk(${most}, ${vector})`;

/** A part of a whole that is not 0; before the first of the part there is no series of it. */
export const share = (part: string, whole: string): string => `(${part} or 0 * ${whole}) / (${whole} > 0)`;

type Histogram<A extends Bounds> = Definition<'histogram', A>;

/** A quantile of what a histogram got between two points of a graph, by labels. */
export const quantile = <A extends Bounds>(
  q: number,
  histogram: Histogram<A>,
  where: Where<A> = {},
  target: Target = selected,
  by?: string,
): string => `histogram_quantile(${q}, ${sumOf(rate(buckets(histogram, where, target)), by === undefined ? 'le' : `${by}, le`)})`;

/** Median, and what the slowest see. */
export const quantiles = <A extends Bounds>(histogram: Histogram<A>, where: Where<A> = {}, target: Target = selected): readonly Query[] =>
  ([0.5, 0.95, 0.99] as const).map((q) => ({ expr: quantile(q, histogram, where, target), legend: `p${q * 100}` }));

/** What a legend says of an attribute: its value. */
export const shown = <A extends Bounds>(definition: Definition<Definition['kind'], A>, ...keys: readonly (keyof A)[]): string =>
  keys.map((key) => `{{${label(definition, key)}}}`).join(' ');

/** A query by attributes, which are what its legend says. */
export const per = <A extends Bounds>(
  definition: Definition<Definition['kind'], A>,
  keys: readonly (keyof A)[],
  expr: (by: string) => string,
): Query => ({ expr: called(definition, keys, expr(labels(definition, ...keys))), legend: shown(definition, ...keys) });

/** Gives what may have no value for any of the attributes one to be called by. */
function called<A extends Bounds>(definition: Definition<Definition['kind'], A>, keys: readonly (keyof A)[], vector: string): string {
  const [first] = keys;
  if (first === undefined || !keys.every((key) => definition.attributes[key]?.optional)) return vector;
  const name = label(definition, first);
  return `label_replace(${vector}, "${name}", "none", "${name}", "")`;
}
