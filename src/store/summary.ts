import { Cell } from './cell.ts';
import { Bound, type Facts, Instrument } from './instrument.ts';
import type { Given, Series } from './series.ts';
import { Window } from './window.ts';

export class SummaryCell extends Cell {
  readonly window = new Window();
}

/** A cell holds the sum and the count, both cumulative, then the quantiles of the last minute as of the last refresh. */
export class Summary extends Instrument {
  readonly #clock: () => number;

  /** @param clock milliseconds that never go back */
  constructor(facts: Facts, series: Series, clock: () => number) {
    super(facts, series);
    this.#clock = clock;
  }

  record(value: number, attributes?: Given): void {
    if (this.accepts(value)) this.recordTo(this.series.find(attributes), value);
  }

  bind(attributes?: Given): BoundSummary {
    return new BoundSummary(this, attributes);
  }

  accepts(value: number): boolean {
    if (Number.isFinite(value)) return true;
    this.refuse(value);
    return false;
  }

  recordTo(cell: Cell, value: number): void {
    (cell.chunk[cell.at] as number) += value;
    (cell.chunk[cell.at + 1] as number) += 1;
    (cell as SummaryCell).window.add(value, this.#clock());
  }

  /** Writes the quantiles into the cells. */
  refresh(): void {
    const now = this.#clock();
    const wanted = this.facts.quantiles ?? [];
    for (const { cells } of this.series.entries())
      for (const cell of cells) if (cell.at >= 0) cell.chunk.set((cell as SummaryCell).window.quantiles(wanted, now), cell.at + 2);
  }
}

export class BoundSummary extends Bound<Summary> {
  record(value: number): void {
    if (!this.instrument.accepts(value)) return;
    this.instrument.recordTo(this.cell.at < 0 ? this.again() : this.cell, value);
  }
}
