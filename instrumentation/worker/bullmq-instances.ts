import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from '../../src/instrumentation.ts';
import type { AskedQueue, BusyWorker } from '../../src/readings/queues.ts';
import type { Attempt } from './bullmq-attempts.ts';
import type { Instance, Job, Worker } from './bullmq-library.ts';
import { QueueAsked } from './bullmq-asked.ts';

type Watch = Pick<Context, 'watchQueues' | 'guard'>;

/** What is alive and not closed, held weakly: who forgets a queue is not kept from it. */
class Alive<T extends Instance> {
  readonly #all = new Set<WeakRef<T>>();

  add(one: T): void {
    this.#all.add(new WeakRef(one));
  }

  *[Symbol.iterator](): Generator<T> {
    for (const each of this.#all) {
      const one = each.deref();
      if (one === undefined || one.closed) this.#all.delete(each);
      else yield one;
    }
  }
}

/** The queues and workers of this process. */
export class Instances {
  readonly #queues = new Alive<Instance>();
  readonly #workers = new Alive<Worker>();
  readonly #attempts = new WeakMap<Worker, Map<Job, Attempt>>();
  readonly #asked = new Map<string, QueueAsked>();
  /** In no request of the application's: what is asked would be told as part of its trace. */
  readonly #outside = AsyncLocalStorage.snapshot();
  #isWatched = false;

  addQueue(queue: Instance, watch: Watch): void {
    this.#queues.add(queue);
    this.#watch(watch);
  }

  addWorker(worker: Worker, watch: Watch): void {
    this.#workers.add(worker);
    this.#watch(watch);
  }

  attemptsOf(worker: Worker): Map<Job, Attempt> {
    const there = this.#attempts.get(worker);
    if (there) return there;
    const made = new Map<Job, Attempt>();
    this.#attempts.set(worker, made);
    return made;
  }

  /** Those on the same queue. */
  workersOf({ backend }: Instance): Worker[] {
    return [...this.#workers].filter((each) => each.backend.qualifiedName === backend.qualifiedName);
  }

  /** When the first is made, at the end of the turn, in which a program makes most of them. */
  #watch({ watchQueues, guard }: Watch): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    const watched = { system: 'bullmq', queues: () => this.#toAsk(), workers: () => this.#busy() };
    this.#outside(() => setImmediate(guard('bullmq queues', () => watchQueues(watched))).unref());
  }

  #toAsk(): AskedQueue[] {
    const open = [...this.#queues, ...this.#workers].filter(({ closing, backend }) => !closing && backend !== undefined);
    const byId = new Map(open.toReversed().map((each) => [each.backend.qualifiedName, each]));
    for (const id of this.#asked.keys()) if (!byId.has(id)) this.#asked.delete(id);
    return [...byId].map(([id, instance]) => ({
      queue: instance.name,
      id,
      ask: () => this.#askedOf(id).ask(instance.backend),
      isClosed: () => Boolean(instance.closing),
    }));
  }

  #askedOf(id: string): QueueAsked {
    const there = this.#asked.get(id) ?? new QueueAsked();
    this.#asked.set(id, there);
    return there;
  }

  *#busy(): Generator<BusyWorker> {
    for (const worker of this.#workers)
      if (worker.processFn !== undefined) yield { queue: worker.name, limit: worker.concurrency, used: this.attemptsOf(worker).size };
  }
}
