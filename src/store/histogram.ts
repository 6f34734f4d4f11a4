import type { Cell } from './cell.ts';
import { Bound, Instrument } from './instrument.ts';
import type { Given } from './series.ts';

/** A cell holds the sum, then the count of each bucket, the last for what is above all bounds. */
export class Histogram extends Instrument {
  readonly #bounds = Float64Array.from(this.facts.buckets ?? []);

  record(value: number, attributes?: Given): void {
    if (this.accepts(value)) this.recordTo(this.series.find(attributes), value);
  }

  bind(attributes?: Given): BoundHistogram {
    return new BoundHistogram(this, attributes);
  }

  accepts(value: number): boolean {
    if (Number.isFinite(value) && value >= 0) return true;
    this.refuse(value);
    return false;
  }

  recordTo({ chunk, at }: Cell, value: number): void {
    const counted = this.facts.whole === true ? Math.trunc(value) : value;
    (chunk[at] as number) += counted;
    (chunk[at + 1 + this.#bucketOf(counted)] as number) += 1;
  }

  #bucketOf(value: number): number {
    const bounds = this.#bounds;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (bounds[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

export class BoundHistogram extends Bound<Histogram> {
  record(value: number): void {
    if (!this.instrument.accepts(value)) return;
    this.instrument.recordTo(this.cell.at < 0 ? this.again() : this.cell, value);
  }
}
