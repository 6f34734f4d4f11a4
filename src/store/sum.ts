import type { Cell } from './cell.ts';
import { Bound, Instrument } from './instrument.ts';
import type { Given } from './series.ts';

/** A counter, which only grows, or an updown, which may fall. */
export class Sum extends Instrument {
  readonly #least = this.facts.kind === 'counter' ? 0 : Number.NEGATIVE_INFINITY;

  add(amount: number, attributes?: Given): void {
    if (this.accepts(amount)) this.addTo(this.series.find(attributes), amount);
  }

  bind(attributes?: Given): BoundSum {
    return new BoundSum(this, attributes);
  }

  accepts(amount: number): boolean {
    if (Number.isFinite(amount) && amount >= this.#least) return true;
    this.refuse(amount);
    return false;
  }

  addTo(cell: Cell, amount: number): void {
    (cell.chunk[cell.at] as number) += this.facts.whole === true ? Math.trunc(amount) : amount;
  }
}

/** A sum that may fall, and that may be said as a whole, where somebody looks it up: such series do not expire. */
export class Updown extends Sum {
  set(value: number, attributes?: Given): void {
    if (!this.accepts(value)) return;
    this.isKept = true;
    const { chunk, at } = this.series.find(attributes);
    chunk[at] = value;
  }
}

export class BoundSum extends Bound<Sum> {
  add(amount: number): void {
    if (!this.instrument.accepts(amount)) return;
    this.instrument.addTo(this.cell.at < 0 ? this.again() : this.cell, amount);
  }
}
