import type { Cell } from './cell.ts';
import { Bound, Instrument } from './instrument.ts';
import type { Given } from './series.ts';

/** The last value set, for each set of attributes. */
export class Gauge extends Instrument {
  set(value: number, attributes?: Given): void {
    if (this.accepts(value)) this.setTo(this.series.find(attributes), value);
  }

  bind(attributes?: Given): BoundGauge {
    return new BoundGauge(this, attributes);
  }

  accepts(value: number): boolean {
    if (Number.isFinite(value)) return true;
    this.refuse(value);
    return false;
  }

  setTo(cell: Cell, value: number): void {
    cell.chunk[cell.at] = this.facts.whole === true ? Math.trunc(value) : value;
  }
}

export class BoundGauge extends Bound<Gauge> {
  set(value: number): void {
    if (!this.instrument.accepts(value)) return;
    this.instrument.setTo(this.cell.at < 0 ? this.again() : this.cell, value);
  }
}
