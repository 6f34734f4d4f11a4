const slices = 6;
const sliceMs = 10_000;
/** Values within 1 % of each other share a bin: https://www.vldb.org/pvldb/vol12/p2195-masson.pdf */
const gamma = 1.01 / 0.99;
const logGamma = Math.log(gamma);
const smallest = 1e-12;
const logSmallest = Math.log(smallest);
const logMiddle = logSmallest + Math.log(2 / (gamma + 1));

class Slice {
  epoch = -1;
  min = Infinity;
  max = -Infinity;
  readonly bins = new Map<number, number>();

  begin(epoch: number): void {
    this.epoch = epoch;
    this.min = Infinity;
    this.max = -Infinity;
    this.bins.clear();
  }
}

/** Bins are numbered by magnitude from `smallest` up, negative values mirrored, 0 and what is next to it in bin 0. */
function binOf(value: number): number {
  const size = Math.abs(value);
  return size < smallest ? 0 : Math.sign(value) * Math.max(1, Math.ceil((Math.log(size) - logSmallest) / logGamma));
}

function middleOf(bin: number): number {
  return bin === 0 ? 0 : Math.sign(bin) * Math.exp(Math.abs(bin) * logGamma + logMiddle);
}

/** The values of the last 60 s, in steps of 10 s: enough to tell any quantile within 1 % of its value. Reading changes nothing. */
export class Window {
  readonly #slices = Array.from({ length: slices }, () => new Slice());

  add(value: number, now: number): void {
    const epoch = Math.floor(now / sliceMs);
    const slice = this.#slices[epoch % slices] as Slice;
    if (slice.epoch !== epoch) slice.begin(epoch);
    const bin = binOf(value);
    slice.bins.set(bin, (slice.bins.get(bin) ?? 0) + 1);
    if (value < slice.min) slice.min = value;
    if (value > slice.max) slice.max = value;
  }

  /** NaN where nothing was added in the window, as Prometheus' own clients have it. */
  quantiles(wanted: readonly number[], now: number): number[] {
    const { bins, count, min, max } = this.#merge(Math.floor(now / sliceMs));
    if (count === 0) return wanted.map(() => Number.NaN);
    const sorted = [...bins].toSorted(([a], [b]) => a - b);
    return wanted.map((q) => {
      const rank = Math.max(1, Math.ceil(q * count));
      if (rank === 1) return min;
      return rank === count ? max : Math.min(max, Math.max(min, middleOf(binAt(sorted, rank))));
    });
  }

  #merge(epoch: number): { bins: Map<number, number>; count: number; min: number; max: number } {
    const merged = { bins: new Map<number, number>(), count: 0, min: Infinity, max: -Infinity };
    for (const slice of this.#slices) {
      if (slice.epoch <= epoch - slices || slice.epoch > epoch) continue;
      merged.min = Math.min(merged.min, slice.min);
      merged.max = Math.max(merged.max, slice.max);
      for (const [bin, n] of slice.bins) {
        merged.bins.set(bin, (merged.bins.get(bin) ?? 0) + n);
        merged.count += n;
      }
    }
    return merged;
  }
}

/** The bin that holds the value of this rank, counted from 1. */
function binAt(sorted: readonly (readonly [number, number])[], rank: number): number {
  let below = 0;
  for (const [bin, n] of sorted) {
    below += n;
    if (below >= rank) return bin;
  }
  return sorted.at(-1)?.[0] ?? 0;
}
