import { log } from '../log.ts';
import type { Answer, Probed } from '../readings/probes.ts';

/** Succeeds by resolving to anything but `false`. */
export type Probe = () => unknown;

export interface ProbeState {
  readonly name: string;
  readonly up: boolean;
  /** Why it is not up. */
  readonly reason?: string | undefined;
}

export interface Cadence {
  /** Milliseconds between the end of one call and the next. */
  readonly intervalMs: number;
  /** Milliseconds that a call may take. */
  readonly timeoutMs: number;
}

const notCalled = 'was not called yet';
const usual: Cadence = { intervalMs: 10_000, timeoutMs: 5_000 };

class Sampled {
  readonly name: string;
  readonly of: Probed | undefined;
  reason: string | undefined = notCalled;
  readonly #probe: Probe;
  readonly #cadence: Cadence;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(name: string, probe: Probe, cadence: Cadence, of: Probed | undefined) {
    this.name = name;
    this.of = of;
    this.#probe = probe;
    this.#cadence = cadence;
    void this.#sample();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #sample(): Promise<void> {
    const running = this.#call();
    const reason = await Promise.race([running, this.#patience()]);
    if (reason !== this.reason) log.info(`probe "${this.name}" ${reason === undefined ? 'succeeds' : `fails: ${reason}`}`);
    this.reason = reason;
    // a call that hangs is awaited: never two at once
    await running;
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#sample(), this.#cadence.intervalMs).unref();
  }

  async #call(): Promise<string | undefined> {
    try {
      return (await this.#probe()) === false ? 'it returned false' : undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #patience(): Promise<string> {
    const { timeoutMs } = this.#cadence;
    return new Promise((resolve) => setTimeout(() => resolve(`it took longer than ${timeoutMs} ms`), timeoutMs).unref());
  }
}

/** The application's own probes, sampled in the background: a scrape or a readiness check never waits for one. */
export class Health {
  readonly #probes = new Map<string, Sampled>();
  readonly #cadence: Cadence;

  constructor(cadence: Cadence = usual) {
    this.#cadence = cadence;
  }

  /**
   * Calls a probe now and every ten seconds. A name that is there already is taken over.
   * @param of what it asks: of a database or another dependency it is measured whether it is up, too
   */
  add(name: string, probe: Probe, of?: Probed): void {
    this.remove(name);
    this.#probes.set(name, new Sampled(name, probe, this.#cadence, of));
  }

  remove(name: string): void {
    this.#probes.get(name)?.stop();
    this.#probes.delete(name);
  }

  /** What is known of databases and dependencies. */
  get answers(): readonly Answer[] {
    return [...this.#probes.values()].map(({ name, reason, of }) => ({
      name,
      up: reason === undefined,
      isKnown: reason !== notCalled,
      of,
    }));
  }

  get states(): readonly ProbeState[] {
    return [...this.#probes.values()].map(({ name, reason }) => ({ name, up: reason === undefined, reason }));
  }
}

/** The probes of this process. */
export const health = new Health();
