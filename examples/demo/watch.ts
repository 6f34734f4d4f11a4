import { setTimeout as pause } from 'node:timers/promises';
import type { Doctor } from './doctor.ts';
import type { Addresses } from './head.ts';
import type { Monitoring } from './monitoring.ts';
import type { Facts, Watched } from './picture.ts';
import type { Broker } from './redis.ts';
import { Snapshot, scrape } from './snapshot.ts';
import { History } from './span.ts';
import { type Summary, summaryOf } from './summary.ts';
import type { Names } from './traffic-seen.ts';
import type { View } from './view.ts';

const everyMs = 1_000;
const patienceMs = 2_000;
/** Rates and quantiles are of this long: enough requests of every route, and still soon to change. */
const spanMs = 15_000;

/** Asks a process for its metrics, again and again. */
class Watch {
  readonly #facts: Addresses;
  readonly #history: History;
  #summary: Summary | undefined;

  /** @param first see {@link History} */
  constructor({ name, file, url, endpoint }: Addresses, first?: Snapshot) {
    this.#facts = { name, file, url, endpoint };
    this.#history = new History(spanMs, first);
  }

  async look(names: Names): Promise<Watched> {
    let trouble: string | undefined;
    try {
      const span = this.#history.add(await scrape(this.#facts.endpoint, AbortSignal.timeout(patienceMs)));
      this.#summary = summaryOf(span, names);
    } catch (error) {
      trouble = reasonOf(error);
    }
    return { ...this.#facts, summary: this.#summary, trouble };
  }
}

export interface Subjects {
  readonly services: readonly Addresses[];
  readonly collector: Addresses;
  readonly monitoring: Monitoring;
  readonly doctor: Pick<Doctor, 'text'>;
  readonly broker: Broker;
}

/** Scrapes the services and the collector every second and shows what that says, until it is stopped. */
export async function watch(
  view: View,
  { services, collector, monitoring, doctor, broker }: Subjects,
  stopped: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const ofMachine = new Watch(collector);
  const ofServices = services.map((service) => new Watch(service, new Snapshot(began)));
  const names: Names = new Map(services.map(({ name, url }) => [new URL(url).host, name]));
  const look = async (): Promise<Pick<Facts, 'services' | 'collector'>> => {
    const [machine, ...seen] = await Promise.all([ofMachine.look(names), ...ofServices.map((each) => each.look(names))]);
    return { services: seen, collector: machine };
  };
  for (let due = began + everyMs; !stopped.aborted; due = Math.max(due + everyMs, performance.now())) {
    await pause(due - performance.now(), undefined, { signal: stopped }).catch(() => {});
    const seen = await look();
    if (!stopped.aborted) view.show({ ...seen, monitoring, doctor: doctor.text, broker, running: performance.now() - began });
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
