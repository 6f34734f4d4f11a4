/** How many seconds' worth of tokens a bucket holds: pages that were hidden together send together. */
const burstSeconds = 10;

/**
 * A token bucket as one number, the time at which it will be full again: a full one is any time that has passed.
 * https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export class Rate {
  /** Milliseconds in which one token comes. */
  readonly #everyMs: number;
  /** Milliseconds in which an empty bucket fills. */
  readonly #fillMs: number;

  constructor(perSecond: number) {
    const burst = Math.max(1, Math.floor(perSecond * burstSeconds));
    this.#everyMs = 1000 / perSecond;
    // sums of fractions are not exact
    this.#fillMs = this.#everyMs * (burst + 1e-3);
  }

  /** Milliseconds until there is a token; 0 where there is one. */
  waitMs(fullAt: number, now: number): number {
    return Math.max(0, fullAt + this.#everyMs - this.#fillMs - now);
  }

  /** When the bucket is full again, once a token is taken. */
  take(fullAt: number, now: number): number {
    return Math.max(fullAt, now) + this.#everyMs;
  }
}
