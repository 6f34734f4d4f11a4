import type { Own } from './label-set.ts';
import { numberOf } from './numbers.ts';
import { shown } from './parse-error.ts';
import { countOf, LadderRow } from './row.ts';
import type { Sample } from './sample.ts';

/** A histogram's series; its buckets are printed cumulative, each with what the ones below it hold. */
export class HistogramRow extends LadderRow {
  protected override readonly stepSuffix = '_bucket';
  protected override readonly stepLabel = 'le';
  readonly #upTo: number[] = [];
  readonly #counts: number[] = [];

  override get bounds(): readonly number[] {
    return this.#upTo.slice(0, -1);
  }

  override get numbers(): readonly number[] {
    return [this.sum as number, ...this.#counts.map((count, i) => count - (this.#counts[i - 1] ?? 0))];
  }

  override get missing(): string | undefined {
    return this.#total === undefined ? '_bucket{le="+Inf"}' : super.missing;
  }

  /** The count of the last bucket, once that is there. */
  get #total(): number | undefined {
    return this.#upTo.at(-1) === Infinity ? this.#counts.at(-1) : undefined;
  }

  protected override step(sample: Sample, own: Own): void {
    const bound = numberOf(own.value);
    if (typeof bound === 'string') throw sample.ownFault(own, `le ${shown(own.value)} ${bound}`);
    if (Number.isNaN(bound)) throw sample.ownFault(own, 'le "NaN" is no bound');
    const last = this.#upTo.at(-1) ?? -Infinity;
    if (this.#upTo.length > 0 && !(bound > last)) {
      if (this.#upTo.includes(bound)) throw sample.duplicate();
      throw sample.ownFault(own, `le must rise, but ${shown(own.value)} comes after "${last}"`);
    }
    this.#upTo.push(bound);
  }

  protected override takeStep(sample: Sample, value: number): void {
    const count = countOf(sample, value);
    const below = this.#counts.at(-1) ?? 0;
    if (count < below)
      throw sample.valueFault(`buckets must not fall, but ${shown(sample.series)} is ${count} and the one below it ${below}`);
    this.#counts.push(count);
    this.#agree(sample);
  }

  override take(sample: Sample, value: number): void {
    super.take(sample, value);
    if (sample.suffix === '_count') this.#agree(sample);
  }

  #agree(sample: Sample): void {
    const [total, count] = [this.#total, this.count];
    if (total === undefined || count === undefined || total === count) return;
    throw sample.valueFault(`bucket le="+Inf" is ${total} and _count ${count}, but they count the same: ${shown(sample.series)}`);
  }
}
