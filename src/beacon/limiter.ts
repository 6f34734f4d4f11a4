import { Rate } from './bucket.ts';

/** Beacons per second. */
export interface Rates {
  readonly perClient: number;
  readonly overall: number;
}

/** Why a beacon is one too many, and for how long. */
export interface Excess {
  readonly reason: 'client_rate' | 'overall_rate';
  readonly waitMs: number;
}

/** How many clients are remembered: some hundred bytes each. Who has not asked for longest is forgotten first. */
export const mostClients = 10_000;

/** So many beacons of each client and of all. What is refused takes no token. */
export class Limiter {
  readonly #perClient: Rate;
  readonly #overall: Rate;
  /** When the bucket of each is full again, in the order in which they asked. */
  readonly #clients = new Map<string, number>();
  #all = Number.NEGATIVE_INFINITY;

  constructor({ perClient, overall }: Rates) {
    this.#perClient = new Rate(perClient);
    this.#overall = new Rate(overall);
  }

  /** How many clients are remembered. */
  get clients(): number {
    return this.#clients.size;
  }

  /** Takes a token of a client and of all, or says why not; one that nobody knows counts for all only. */
  excess(client: string | undefined, now: number): Excess | undefined {
    const own = (client === undefined ? undefined : this.#clients.get(client)) ?? Number.NEGATIVE_INFINITY;
    const ownMs = this.#perClient.waitMs(own, now);
    if (ownMs > 0) return { reason: 'client_rate', waitMs: ownMs };
    const allMs = this.#overall.waitMs(this.#all, now);
    if (allMs > 0) return { reason: 'overall_rate', waitMs: allMs };
    this.#all = this.#overall.take(this.#all, now);
    if (client !== undefined) this.#remember(client, this.#perClient.take(own, now));
    return undefined;
  }

  #remember(client: string, fullAt: number): void {
    this.#clients.delete(client);
    const [oldest] = this.#clients.keys();
    if (oldest !== undefined && this.#clients.size >= mostClients) this.#clients.delete(oldest);
    this.#clients.set(client, fullAt);
  }
}
