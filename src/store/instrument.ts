import { linesPerSeries } from '../catalogue/budget.ts';
import type { Kind } from '../catalogue/define.ts';
import type { Cell } from './cell.ts';
import type { Given, Series } from './series.ts';

/** Who made an instrument: the meter's name, version and schema URL. */
export interface Scope {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
}

export interface Facts {
  readonly scope: Scope;
  readonly name: string;
  readonly kind: Kind;
  readonly unit: string;
  readonly means: string;
  readonly buckets?: readonly number[] | undefined;
  readonly quantiles?: readonly number[] | undefined;
  /** Values are whole numbers: a fraction is cut off, as the SDK does for `ValueType.INT`. */
  readonly whole?: boolean | undefined;
  /** Its values come from callbacks; an instrument that is recorded under the same name is another. */
  readonly observed?: boolean | undefined;
}

/** A value that was looked up, and of what. */
export type Observed = readonly [value: number, attributes?: Given];

/** Why a recording was refused. */
export type Refusal = 'type' | 'nan' | 'infinite' | 'negative';

/** One metric of one scope: its facts and its series. The kinds say how a recording changes a cell. */
export abstract class Instrument {
  readonly facts: Facts;
  readonly series: Series;
  /** Whether its series never expire: they are looked up, or are what the pipeline says of itself. */
  isKept = false;
  readonly refused: Record<Refusal, number> = { type: 0, nan: 0, infinite: 0, negative: 0 };

  constructor(facts: Facts, series: Series) {
    this.facts = facts;
    this.series = series;
  }

  /** Numbers a series of this kind holds. */
  static width(facts: Pick<Facts, 'kind' | 'buckets' | 'quantiles'>): number {
    if (facts.kind === 'histogram') return (facts.buckets?.length ?? 0) + 2;
    return facts.kind === 'summary' ? (facts.quantiles?.length ?? 0) + 2 : 1;
  }

  static lines({ kind, buckets = [], quantiles = [] }: Pick<Facts, 'kind' | 'buckets' | 'quantiles'>): number {
    return linesPerSeries({ kind, buckets, quantiles });
  }

  /** Writes what callbacks observed; a set that none did is gone, and what is folded adds up. */
  observe(points: Iterable<Observed>): void {
    this.isKept = true;
    const seen = new Set<Cell>();
    for (const point of this.#finite(points)) this.#observe(seen, point);
    this.series.keepOnly(seen);
  }

  /**
   * Writes what a reading found; a set that it did not see is gone, and makes room. What there is no room for is left out and counted: facts
   * such as temperatures do not add up, and a sum of counters would fall with each of them that goes.
   */
  tell(points: Iterable<Observed>): void {
    this.isKept = true;
    const { series } = this;
    const found = [...this.#finite(points)];
    const cells = found.map(([, attributes]) => series.peek(attributes)?.cell);
    const there = new Set(cells);
    // nearly always the same series as before
    if (there.size < series.size || there.has(undefined) || series.overflowing) series.keepOnly(there);
    const seen = new Set<Cell>();
    const { folds } = series;
    for (const [i, point] of found.entries()) {
      const before = series.folds;
      const cell = cells[i] ?? series.find(point[1]);
      if (series.folds === before) this.#observe(seen, point, cell);
    }
    if (series.folds > folds) series.keepOnly(seen);
  }

  *#finite(points: Iterable<Observed>): Generator<Observed> {
    for (const point of points) {
      if (Number.isFinite(point[0])) yield point;
      else this.refuse(point[0]);
    }
  }

  #observe(seen: Set<Cell>, [value, attributes]: Observed, cell: Cell = this.series.find(attributes)): void {
    if (!seen.has(cell)) cell.chunk[cell.at] = 0;
    seen.add(cell);
    (cell.chunk[cell.at] as number) += value;
  }

  remove(attributes?: Given): void {
    this.series.remove(attributes);
  }

  reset(): void {
    this.series.reset();
    Object.assign(this.refused, { type: 0, nan: 0, infinite: 0, negative: 0 });
  }

  protected refuse(value: unknown): void {
    if (typeof value !== 'number') this.refused.type += 1;
    else if (Number.isNaN(value)) this.refused.nan += 1;
    else if (Number.isFinite(value)) this.refused.negative += 1;
    else this.refused.infinite += 1;
  }
}

/** A handle for a set known in advance. It finds its series again when that was removed. */
export abstract class Bound<I extends Instrument> {
  protected readonly instrument: I;
  readonly #attributes: Given;
  protected cell: Cell;

  constructor(instrument: I, attributes: Given = {}) {
    this.instrument = instrument;
    this.#attributes = { ...attributes };
    this.cell = instrument.series.find(this.#attributes);
  }

  protected again(): Cell {
    this.cell = this.instrument.series.find(this.#attributes);
    return this.cell;
  }
}
