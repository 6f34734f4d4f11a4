import { worker } from '../catalogue/worker.ts';
import { log } from '../log.ts';
import { type Answer, Answers } from './answers.ts';
import type { Found, Reading, Sampling } from './reading.ts';
import type { Subjects } from './readings.ts';
import type { Point } from './write.ts';

export type TaskState = 'waiting' | 'active' | 'delayed' | 'failed' | 'completed' | 'blocked';
export type TaskPriority = 'high' | 'normal' | 'low';

/** What a broker says of a queue. */
export interface QueueSaid {
  readonly sizes: readonly (readonly [count: number, state: TaskState, priority?: TaskPriority | undefined])[];
  readonly oldestSeconds: number;
  readonly isPaused: boolean;
}

export interface AskedQueue {
  readonly queue: string;
  /** What tells it from a queue of the same name, at another broker or under another prefix. */
  readonly id: string;
  ask(): Promise<QueueSaid>;
  /** Whether the application has closed it since: then nobody has to answer. */
  isClosed(): boolean;
}

export interface BusyWorker {
  readonly queue: string;
  readonly limit: number;
  readonly used: number;
}

/** The queues and the workers that a process has, at any time. */
export interface WatchedQueues {
  readonly system: string;
  queues(): Iterable<AskedQueue>;
  workers(): Iterable<BusyWorker>;
}

/** Points of the same queue as one: two workers have the slots of both. */
function added(points: Iterable<Point>, both = (a: number, b: number): number => a + b): Point[] {
  const sums = new Map<string, Point>();
  for (const [value, attributes] of points) {
    const id = JSON.stringify(attributes);
    const there = sums.get(id);
    sums.set(id, [there ? both(there[0], value) : value, attributes]);
  }
  return [...sums.values()];
}

class Slots implements Reading {
  readonly name: string;
  readonly finds = [worker.slots.usage, worker.slots.limit];
  readonly #watched: WatchedQueues;

  constructor(watched: WatchedQueues) {
    this.name = `${watched.system}-slots`;
    this.#watched = watched;
  }

  read(): readonly Found[] {
    const { system } = this.#watched;
    const all = [...this.#watched.workers()];
    const points = (of: (each: BusyWorker) => number): Point[] => added(all.map((each) => [of(each), { system, queue: each.queue }]));
    return [
      [worker.slots.usage, points(({ used }) => used)],
      [worker.slots.limit, points(({ limit }) => limit)],
    ];
  }
}

/** What the broker says of each queue. One that does not answer is left out, and said once. */
class Queues implements Sampling {
  readonly name: string;
  readonly finds = [worker.queue.size, worker.queue.oldest, worker.queue.paused, worker.broker];
  readonly #watched: WatchedQueues;
  readonly #answers = new Answers<QueueSaid>();
  #isUp = true;

  constructor(watched: WatchedQueues) {
    this.name = `${watched.system}-queues`;
    this.#watched = watched;
  }

  async sample(): Promise<readonly Found[]> {
    const asked = new Map([...this.#watched.queues()].map((each) => [each.id, each]));
    this.#answers.keep(new Set(asked.keys()));
    const all = await this.#ask([...asked.values()]);
    // who has closed all its queues does not learn whether they would have been answered
    if (all.length > 0) this.#tell(all.flatMap(([queue, answer]) => ('why' in answer ? [[queue, answer.why] as const] : [])));
    return this.#found(all.map(([queue, answer]) => [queue, 'why' in answer ? undefined : answer.value]));
  }

  async #ask(asked: readonly AskedQueue[]): Promise<(readonly [queue: string, answer: Answer<QueueSaid>])[]> {
    const answers = await Promise.all(asked.map(({ id, ask }) => this.#answers.ask(id, ask)));
    return asked.flatMap((each, i) => {
      const answer = answers[i];
      return answer === undefined || ('why' in answer && each.isClosed()) ? [] : [[each.queue, answer] as const];
    });
  }

  #tell([first]: readonly (readonly [queue: string, why: string])[]): void {
    const { system } = this.#watched;
    if (first && this.#isUp) log.warn(`the ${system} broker does not answer for queue "${first[0]}": ${first[1]}`);
    if (!first && !this.#isUp) log.info(`the ${system} broker answers again`);
    this.#isUp = first === undefined;
  }

  #found(all: readonly (readonly [queue: string, said: QueueSaid | undefined])[]): readonly Found[] {
    const { system } = this.#watched;
    const points = (of: (said: QueueSaid) => number): Point[] =>
      all.flatMap(([queue, said]) => (said ? [[of(said), { system, queue }] as const] : []));
    const sizes = all.flatMap(([queue, said]) =>
      (said?.sizes ?? []).map(([count, state, priority]): Point => [count, { system, queue, state, priority }]),
    );
    return [
      [worker.queue.size, added(sizes)],
      [
        worker.queue.oldest,
        added(
          points(({ oldestSeconds }) => oldestSeconds),
          Math.max,
        ),
      ],
      [
        worker.queue.paused,
        added(
          points(({ isPaused }) => Number(isPaused)),
          Math.max,
        ),
      ],
      [
        worker.broker,
        added(
          all.map(([queue, said]) => [said ? 1 : 0, { system, queue }]),
          Math.min,
        ),
      ],
    ];
  }
}

/** What is read of the queues of a library: in the background what its broker says, at a scrape what its workers do. */
export const queuesOf = (watched: WatchedQueues): Subjects => ({ readings: [new Slots(watched)], samplings: [new Queues(watched)] });
