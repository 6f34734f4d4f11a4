import type { Kind } from '../catalogue/define.ts';
import type { Cell } from './cell.ts';
import { type Facts, Instrument } from './instrument.ts';
import { type AttributeValues, attributesOf } from './read.ts';
import type { Store } from './store.ts';

/** A series as one reader sees it. */
export interface ViewPoint {
  readonly attributes: AttributeValues;
  /** The numbers of its kind: one, or of a histogram its sum and its counts, of a summary its sum, its count and its quantiles. */
  readonly numbers: readonly number[];
  /** Milliseconds since 1970 from which on they count. */
  readonly start: number;
}

export interface ViewMetric {
  readonly facts: Facts;
  readonly delta: boolean;
  readonly points: readonly ViewPoint[];
}

/** Of these, how many of a series' numbers are sums; a summary's quantiles are not. */
const sums: ReadonlyMap<Kind, number> = new Map([
  ['counter', 1],
  ['updown', 1],
  ['histogram', Number.POSITIVE_INFINITY],
  ['summary', 2],
]);

interface Told {
  readonly start: number;
  readonly numbers: readonly number[];
}

/**
 * What one reader has been told: each has its own, so that what one takes is not missing from another. Of the instruments that it wants
 * by difference it gets what came since it was told last, and only where something came.
 */
export class View {
  readonly #told = new WeakMap<Cell, Told>();
  #last: number;

  /** @param now milliseconds since 1970 */
  constructor(now: number) {
    this.#last = now;
  }

  /** @param isDelta whether the reader wants an instrument by difference; what is no sum never is */
  read(store: Store, isDelta: (facts: Facts) => boolean, now: number): readonly ViewMetric[] {
    store.refresh();
    const metrics = [...store.instruments].map((instrument): ViewMetric => {
      const { facts } = instrument;
      const delta = sums.has(facts.kind) && isDelta(facts);
      return { facts, delta, points: this.#points(instrument, delta) };
    });
    this.#last = now;
    return metrics.filter(({ points }) => points.length > 0);
  }

  #points({ facts, series }: Instrument, delta: boolean): readonly ViewPoint[] {
    const width = Instrument.width(facts);
    const points: ViewPoint[] = [];
    for (const { shape, cells } of series.entries())
      for (const cell of cells) {
        if (cell.at < 0) continue;
        const numbers = [...cell.chunk.subarray(cell.at, cell.at + width)];
        const point = delta ? this.#difference(cell, numbers, sums.get(facts.kind) ?? 0) : this.#whole(cell, numbers);
        if (point !== undefined) points.push({ attributes: attributesOf(shape, cell), ...point });
      }
    return points;
  }

  #whole(cell: Cell, numbers: readonly number[]): Told {
    const { start } = this.#told.get(cell) ?? { start: this.#last };
    const told = { start, numbers };
    this.#told.set(cell, told);
    return told;
  }

  #difference(cell: Cell, numbers: readonly number[], summed: number): Told | undefined {
    const before = this.#told.get(cell)?.numbers;
    this.#told.set(cell, { start: this.#last, numbers });
    const grown = numbers.map((number, i) => (i < summed ? number - (before?.[i] ?? 0) : number));
    const isNews = before === undefined || grown.some((number, i) => i < summed && number !== 0);
    return isNews ? { start: this.#last, numbers: grown } : undefined;
  }
}
