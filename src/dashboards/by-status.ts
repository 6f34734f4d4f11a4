import { count, type Target, type Where } from '../alerts/promql.ts';
import type { Allowed, Bounds, Definition } from '../catalogue/define.ts';
import { rate, sumOf } from './expressions.ts';
import type { Query } from './panel.ts';

type Answered = Bounds & { readonly status: Allowed };

/** How many a second, by the class of the status that was answered. */
export function byStatus<A extends Answered>(requests: Definition<'histogram', A>, where: Where<A>, target: Target): readonly Query[] {
  const of = (status: RegExp | '', legend: string): Query => ({ expr: sumOf(rate(count(requests, { ...where, status }, target))), legend });
  return [of(/2../, '2xx'), of(/3../, '3xx'), of(/4../, '4xx'), of(/5../, '5xx'), of('', 'no answer')];
}
