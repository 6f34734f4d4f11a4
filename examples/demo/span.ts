import type { Matches, Series, Snapshot } from './snapshot.ts';

/** What happened between two scrapes. */
export class Span {
  readonly from: Snapshot;
  readonly to: Snapshot;

  constructor(from: Snapshot, to: Snapshot) {
    this.from = from;
    this.to = to;
  }

  get seconds(): number {
    return (this.to.at - this.from.at) / 1000;
  }

  /** Each series with what its numbers have grown by; one that was not there has grown from 0. */
  grown(name: string): Series[] {
    const earlier = new Map(this.from.series(name).map(({ id, numbers }) => [id, numbers]));
    return this.to.series(name).map(({ id, labels, numbers }) => {
      const before = earlier.get(id) ?? [];
      return { id, labels, numbers: numbers.map((number, i) => number - (before[i] ?? 0)) };
    });
  }

  /** How much a sum has grown in a second. */
  rate(name: string, matches?: Matches): number {
    return (this.to.sum(name, matches) - (this.from.sum(name, matches) || 0)) / this.seconds;
  }
}

/** The scrapes of the last seconds. */
export class History {
  readonly #kept: Snapshot[];
  readonly #ms: number;

  /** @param first what was before anything was measured; unset, when what is counted did not begin with the demo */
  constructor(ms: number, first?: Snapshot) {
    this.#kept = first ? [first] : [];
    this.#ms = ms;
  }

  /** Notes a scrape; what is between it and the oldest one kept. */
  add(snapshot: Snapshot): Span {
    const oldest = snapshot.at - this.#ms;
    while ((this.#kept[1]?.at ?? Infinity) <= oldest) this.#kept.shift();
    this.#kept.push(snapshot);
    return new Span(this.#kept[0] as Snapshot, snapshot);
  }
}
