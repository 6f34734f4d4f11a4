import type { Ask } from './ask.ts';
import { type Failure, findingOf } from './failure.ts';
import { type Finding, type Section, seconds } from './finding.ts';
import { rest } from './rest.ts';

const pollMs = 100;

export interface Waiting {
  readonly signal: AbortSignal;
  /** What is said when it never comes. */
  readonly failure: Failure;
  /** How long it may take. */
  readonly ms: number;
}

/** Waits until something is there. @throws Failure */
export async function arrival<T>(look: () => T | undefined | Promise<T | undefined>, { signal, failure, ms }: Waiting): Promise<T> {
  const until = Date.now() + ms;
  while (!signal.aborted && Date.now() < until) {
    const found = await look();
    if (found !== undefined) return found;
    await rest(pollMs, signal);
  }
  throw failure;
}

/** Hop after hop of a canary, each with the time that it took. */
export class Hops {
  readonly #tell: (step: string) => void;
  readonly #taken: string[] = [];

  constructor(tell: (step: string) => void) {
    this.#tell = tell;
  }

  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#tell(`canary: ${name}`);
    const from = performance.now();
    const done = await work();
    this.#taken.push(`${name} ${seconds((performance.now() - from) / 1_000)}`);
    return done;
  }

  section(subject: string, findings: readonly Finding[] = []): Section {
    return { subject, findings, seen: this.#taken, stated: [] };
  }
}

/** A canary on its way. */
export interface Flying {
  readonly ask: Ask;
  readonly askLast: Ask;
  readonly signal: AbortSignal;
  readonly hops: Hops;
  /** What tells it from all others. */
  readonly id: string;
  readonly prometheus: string;
  readonly alertmanager: string;
}

/** What became of a canary, however far it came. */
export async function flight(what: 'metric' | 'alert', hops: Hops, fly: () => Promise<void>): Promise<Section> {
  const subject = `canary ${what}`;
  try {
    await fly();
    return hops.section(subject);
  } catch (error) {
    return hops.section(subject, [findingOf(error, `canary.${what}`)]);
  }
}

/** The greatest time that a hop may take: discovery by files looks again every few minutes where the kernel does not tell. */
export const patienceMs = 60_000;
