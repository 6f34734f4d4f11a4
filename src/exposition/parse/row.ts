import type { LabelSet, Own } from './label-set.ts';
import { type Place, shown } from './parse-error.ts';
import type { Sample } from './sample.ts';

/** A series while its lines are read: each line begins, when its labels are known, and then takes its value. */
export abstract class OpenRow {
  readonly set: LabelSet;
  readonly start: Place;
  /** Another series whose labels have the same hash. */
  next: OpenRow | undefined;
  timestamp: number | undefined;

  constructor(sample: Sample) {
    this.set = sample.set;
    this.start = sample.start;
  }

  abstract readonly bounds: readonly number[];
  /** Its numbers as `Row` lays them out. */
  abstract readonly numbers: readonly number[];
  /** The line that it should have and has not. */
  abstract readonly missing: string | undefined;
  abstract begin(sample: Sample): void;
  abstract take(sample: Sample, value: number): void;
}

/** A series of one line. */
export class ValueRow extends OpenRow {
  override readonly bounds: readonly number[] = [];
  override readonly missing = undefined;
  #value: number | undefined;

  override get numbers(): readonly number[] {
    return [this.#value as number];
  }

  override begin(sample: Sample): void {
    if (this.#value !== undefined) throw sample.duplicate();
  }

  override take(_sample: Sample, value: number): void {
    this.#value = value;
  }
}

export class CounterRow extends ValueRow {
  override take(sample: Sample, value: number): void {
    if (!(value >= 0)) throw sample.valueFault(`counter ${shown(sample.name)} is ${value}`);
    super.take(sample, value);
  }
}

/** A series with a sum, a count, and lines that a label of its kind's own tells apart. */
export abstract class LadderRow extends OpenRow {
  protected sum: number | undefined;
  protected count: number | undefined;

  /** Begins one of the lines with the kind's own label. */
  protected abstract step(sample: Sample, own: Own): void;
  protected abstract takeStep(sample: Sample, value: number): void;
  /** The suffix of those lines, and their label. */
  protected abstract readonly stepSuffix: string;
  protected abstract readonly stepLabel: string;

  override get missing(): string | undefined {
    if (this.sum === undefined) return '_sum';
    return this.count === undefined ? '_count' : undefined;
  }

  override begin(sample: Sample): void {
    const { own } = sample.set;
    if (sample.suffix === this.stepSuffix) {
      if (!own) throw sample.fault(`${shown(sample.series)} has no label ${shown(this.stepLabel)}`);
      return this.step(sample, own);
    }
    if (own) throw sample.ownFault(own, `${shown(sample.name)} has no label ${shown(own.name)}`);
    if ((sample.suffix === '_sum' ? this.sum : this.count) !== undefined) throw sample.duplicate();
  }

  override take(sample: Sample, value: number): void {
    if (sample.suffix === '_sum') this.sum = value;
    else if (sample.suffix === '_count') this.count = countOf(sample, value);
    else this.takeStep(sample, value);
  }
}

/** The value, if things can be so many. */
export function countOf(sample: Sample, value: number): number {
  if (!(value >= 0 && value < Infinity)) throw sample.valueFault(`count ${shown(sample.series)} is ${value}`);
  return value;
}
