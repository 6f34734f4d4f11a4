import type { Own } from './label-set.ts';
import { numberOf } from './numbers.ts';
import { shown } from './parse-error.ts';
import { LadderRow } from './row.ts';
import type { Sample } from './sample.ts';

/** A summary's series. */
export class SummaryRow extends LadderRow {
  protected override readonly stepSuffix = '';
  protected override readonly stepLabel = 'quantile';
  readonly #quantiles = new Set<number>();
  readonly #values: number[] = [];

  override get bounds(): readonly number[] {
    return [...this.#quantiles];
  }

  override get numbers(): readonly number[] {
    return [this.sum as number, this.count as number, ...this.#values];
  }

  protected override step(sample: Sample, own: Own): void {
    const quantile = numberOf(own.value);
    if (typeof quantile === 'string') throw sample.ownFault(own, `quantile ${shown(own.value)} ${quantile}`);
    if (!(quantile >= 0 && quantile <= 1)) throw sample.ownFault(own, `quantile ${shown(own.value)} is not from 0 to 1`);
    if (this.#quantiles.has(quantile)) throw sample.duplicate();
    this.#quantiles.add(quantile);
  }

  protected override takeStep(_sample: Sample, value: number): void {
    this.#values.push(value);
  }
}
