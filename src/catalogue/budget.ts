import type { Definition, Kind } from './define.ts';

/** How many sample lines a process exposes at most, unless configured otherwise. */
export const defaultMaxLines = 15_000;

/** What the series says of itself that a metric's recordings go to once it is full. */
export const overflowAttribute = 'otel.metric.overflow';

/** The share of the budget that one metric may take without saying so: a third. */
export const share = (maxLines: number): number => Math.floor(maxLines / 3);

/** The sample lines of one series: a histogram has its buckets, `+Inf`, sum and count; a summary its quantiles, sum and count. */
export function linesPerSeries(shape: { kind: Kind; buckets?: readonly number[]; quantiles?: readonly number[] }): number {
  if (shape.kind === 'histogram') return (shape.buckets?.length ?? 0) + 3;
  if (shape.kind === 'summary') return (shape.quantiles?.length ?? 0) + 2;
  return 1;
}

/** How many series a definition's attributes allow: each bound, plus `other`, plus absent where optional. */
export function product({ attributes }: Pick<Definition, 'attributes'>): number {
  return Object.values(attributes).reduce((sets, allowed) => {
    const values = 'of' in allowed ? allowed.of.length : allowed.keep;
    return sets * (values + 1 + (allowed.optional ? 1 : 0));
  }, 1);
}

/** The most series that are kept of a definition. */
export const seriesLimit = (definition: Definition): number => definition.limit ?? product(definition);
