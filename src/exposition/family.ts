import type { Kind } from '../catalogue/define.ts';

/** What a TYPE line may say. */
export type Type = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';

/** What the TYPE line of a kind says. */
export const types: Readonly<Record<Kind, Type>> = {
  counter: 'counter',
  updown: 'gauge',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  info: 'gauge',
};

/**
 * One series as it is printed: its labels as text without the braces, escaped, and its numbers from `at` on.
 * A number for counter, gauge, untyped; sum, then the count of each bucket, for a histogram; sum, count, then quantiles for a summary.
 * A negative `at` is a series that has been removed meanwhile.
 */
export interface Row {
  readonly text?: string | undefined;
  readonly chunk: Float64Array;
  readonly at: number;
  /** Its own bounds, where they are not the family's: other exporters may have that. */
  readonly bounds?: readonly number[];
}

/** The series that share a name on the wire, and the one HELP and TYPE they have. */
export interface Family {
  readonly name: string;
  readonly type: Type;
  readonly help: string;
  /** A histogram's upper bounds without `+Inf`; a summary's quantiles. */
  readonly bounds: readonly number[];
  readonly rows: Iterable<Row>;
}

/** The names its sample lines have: no other family may use one of them. */
export function sampleNames({ name, type }: Pick<Family, 'name' | 'type'>): string[] {
  if (type === 'histogram') return [name, `${name}_bucket`, `${name}_sum`, `${name}_count`];
  return type === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name];
}
