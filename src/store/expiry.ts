import type { Cell } from './cell.ts';
import type { Instrument } from './instrument.ts';
import type { Store } from './store.ts';

interface Seen {
  /** What changes with every recording that says something. */
  readonly number: number;
  /** When it was seen like this for the first time. */
  readonly since: number;
}

/** The count of what a histogram or a summary was told, the value of a sum; undefined for what may stay as it is and still be true. */
function numberOf({ facts }: Instrument, { chunk, at }: Cell): number | undefined {
  const { kind, buckets = [] } = facts;
  const value = chunk[at] as number;
  if (kind === 'counter') return value;
  if (kind === 'updown') return value === 0 ? 0 : undefined;
  if (kind === 'summary') return chunk[at + 1];
  if (kind !== 'histogram') return undefined;
  let count = 0;
  for (let i = at + 1; i <= at + 1 + buckets.length; i++) count += chunk[i] as number;
  return count;
}

/**
 * Forgets series in which nothing is recorded any more: counters, histograms and summaries that do not grow, updowns that stay at 0. Never what is
 * looked up, nor gauges, whose value may be the same because it is. It looks from sweep to sweep, so recording costs nothing.
 */
export class Expiry {
  readonly #store: Store;
  readonly #idleMs: number;
  readonly #seen = new WeakMap<Cell, Seen>();

  constructor(store: Store, idleMs: number) {
    this.#store = store;
    this.#idleMs = idleMs;
  }

  /** How often it is worth looking, so that a series is there for little longer than it may be. */
  get intervalMs(): number {
    return Math.min(60_000, Math.max(1, Math.floor(this.#idleMs / 4)));
  }

  /** @param now milliseconds that never go back */
  sweep(now: number): void {
    for (const instrument of this.#store.instruments)
      if (!instrument.isKept) instrument.series.forget((cell) => this.#isIdle(instrument, cell, now));
  }

  #isIdle(instrument: Instrument, cell: Cell, now: number): boolean {
    const number = numberOf(instrument, cell);
    const seen = this.#seen.get(cell);
    if (number !== undefined && seen?.number === number) return now - seen.since >= this.#idleMs;
    if (number === undefined) this.#seen.delete(cell);
    else this.#seen.set(cell, { number, since: now });
    return false;
  }
}
