import type { Literal } from '../catalogue/define.ts';
import type { Cell, Value } from './cell.ts';
import type { Instrument, Scope } from './instrument.ts';
import type { Shape } from './shape.ts';
import type { Store } from './store.ts';

export type AttributeValues = Readonly<Record<string, Literal | object>>;

/** A series of a counter, updown, gauge or info. */
export interface NumberPoint {
  readonly attributes: AttributeValues;
  readonly value: number;
}

export interface HistogramPoint {
  readonly attributes: AttributeValues;
  readonly count: number;
  readonly sum: number;
  /** Upper bounds, inclusive; `counts` has one more, for what is above them all. */
  readonly boundaries: readonly number[];
  readonly counts: readonly number[];
}

export interface SummaryPoint {
  readonly attributes: AttributeValues;
  readonly count: number;
  readonly sum: number;
  /** Of the last minute; none where nothing was recorded in it. */
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

interface Told {
  readonly name: string;
  readonly unit: string;
  readonly means: string;
  readonly scope: Scope;
}

/** A metric as plain data: it survives JSON. */
export type Metric = Told &
  (
    | { readonly kind: 'counter' | 'updown' | 'gauge' | 'info'; readonly points: readonly NumberPoint[] }
    | { readonly kind: 'histogram'; readonly points: readonly HistogramPoint[] }
    | { readonly kind: 'summary'; readonly points: readonly SummaryPoint[] }
  );

export function attributesOf(shape: Shape, cell: Cell): AttributeValues {
  const entries = shape.keys.map((key, i): [string, Value] => [key, shape.valuesOf(cell)[i]]);
  return Object.fromEntries(entries.filter((entry): entry is [string, Exclude<Value, undefined>] => entry[1] !== undefined));
}

const numberPoint = (attributes: AttributeValues, { chunk, at }: Cell): NumberPoint => ({ attributes, value: chunk[at] as number });

function histogramPoint(attributes: AttributeValues, { chunk, at }: Cell, boundaries: readonly number[]): HistogramPoint {
  const counts = [...chunk.subarray(at + 1, at + 2 + boundaries.length)];
  return { attributes, count: counts.reduce((a, b) => a + b, 0), sum: chunk[at] as number, boundaries: [...boundaries], counts };
}

function summaryPoint(attributes: AttributeValues, { chunk, at }: Cell, wanted: readonly number[]): SummaryPoint {
  const values = wanted.map((quantile, i) => ({ quantile, value: chunk[at + 2 + i] as number }));
  const quantiles = values.filter(({ value }) => !Number.isNaN(value));
  return { attributes, count: chunk[at + 1] as number, sum: chunk[at] as number, quantiles };
}

function points<P>({ series }: Instrument, point: (attributes: AttributeValues, cell: Cell) => P): P[] {
  return [...series.entries()].flatMap(({ shape, cells }) =>
    cells.filter(({ at }) => at >= 0).map((cell) => point(attributesOf(shape, cell), cell)),
  );
}

function metricOf(instrument: Instrument): Metric {
  const { name, unit, means, scope, kind, buckets = [], quantiles = [] } = instrument.facts;
  const told = { name, unit, means, scope };
  if (kind === 'histogram') return { ...told, kind, points: points(instrument, (a, cell) => histogramPoint(a, cell, buckets)) };
  if (kind === 'summary') return { ...told, kind, points: points(instrument, (a, cell) => summaryPoint(a, cell, quantiles)) };
  return { ...told, kind, points: points(instrument, numberPoint) };
}

/** What the store holds, as plain data; metrics without series are left out. */
export function read(store: Store): readonly Metric[] {
  store.refresh();
  return [...store.instruments].map(metricOf).filter(({ points: held }) => held.length > 0);
}
