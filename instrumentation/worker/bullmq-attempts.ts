import type { Context } from '../../src/instrumentation.ts';
import type { Instances } from './bullmq-instances.ts';
import { type Job, priorityOf, type Worker } from './bullmq-library.ts';

type Meters = Context['meters']['worker'];

export interface Attempt {
  readonly ongoing: ReturnType<Meters['task']['start']>;
  readonly began: number;
  isCancelled: boolean;
}

const system = 'bullmq';
const secondsFrom = (from: number, to: number): number => Math.max(0, to - from) / 1000;
/** When it could have begun: when it was added, and later by the delay that it was added with. */
const dueAt = ({ timestamp, opts }: Job): number => timestamp + (opts.delay ?? 0);

/** What becomes of the jobs that this process works on. */
export class Attempts {
  readonly #meters: Meters;
  readonly #instances: Instances;

  constructor(meters: Meters, instances: Instances) {
    this.#meters = meters;
    this.#instances = instances;
  }

  begin(worker: Worker, job: Job): void {
    const { name: queue } = worker;
    const { name: type, attemptsMade, attemptsStarted, processedOn = Date.now(), repeatJobKey } = job;
    const which = { system, queue, type, priority: priorityOf(job.priority ?? job.opts.priority) };
    this.#instances.attemptsOf(worker).set(job, { ongoing: this.#meters.task.start(which), began: performance.now(), isCancelled: false });
    // one that was fetched before its worker was closed by force, which hears of no end any more
    if (worker.closed) this.closed(worker);
    if (attemptsMade > 0 || attemptsStarted > 1) return;
    const waited = secondsFrom(dueAt(job), processedOn);
    this.#meters.wait.record(waited, which);
    if (repeatJobKey !== undefined) this.#meters.schedule.lag.record(waited, { system, queue, type });
  }

  completed(worker: Worker, job: Job): void {
    this.#attempt(worker, job)?.ongoing.end({ outcome: 'completed' });
    this.#finished(worker, job, 'completed');
  }

  failed(worker: Worker, job: Job, error: unknown): void {
    const attempt = this.#attempt(worker, job);
    if (job.finishedOn === undefined) return attempt?.ongoing.fail(error, { outcome: 'retried' });
    const outcome = attempt?.isCancelled ? 'cancelled' : 'failed';
    attempt?.ongoing.fail(error, { outcome });
    this.#finished(worker, job, outcome);
  }

  /** It is over. If it is not said how, the job put itself back, or its lock was lost: it will be tried again. */
  left(worker: Worker, job: Job): void {
    this.#attempt(worker, job)?.ongoing.end({ outcome: 'retried' });
    this.#instances.attemptsOf(worker).delete(job);
  }

  /** Put back, of whichever worker it was; one of ours that still works on it had lost its lock before. */
  stalled(worker: Worker, id: string): void {
    this.#meters.stalls.add(1, { system, queue: worker.name });
    for (const each of this.#instances.workersOf(worker))
      for (const [job, { ongoing, began }] of this.#instances.attemptsOf(each))
        if (job.id === id && performance.now() - began >= each.opts.lockDuration) ongoing.end({ outcome: 'retried' });
  }

  /** What a worker leaves that is closed by force, another takes. */
  closed(worker: Worker): void {
    const attempts = this.#instances.attemptsOf(worker);
    for (const { ongoing } of attempts.values()) ongoing.end({ outcome: 'retried' });
    attempts.clear();
  }

  cancelled(worker: Worker, id?: string): void {
    for (const [job, attempt] of this.#instances.attemptsOf(worker)) if (id === undefined || job.id === id) attempt.isCancelled = true;
  }

  #attempt(worker: Worker, job: Job): Attempt | undefined {
    return this.#instances.attemptsOf(worker).get(job);
  }

  #finished(
    { name: queue }: Worker,
    { name: type, timestamp, finishedOn = Date.now(), attemptsMade }: Job,
    outcome: 'completed' | 'failed' | 'cancelled',
  ): void {
    const which = { system, queue, type, outcome };
    this.#meters.latency.record(secondsFrom(timestamp, finishedOn), which);
    this.#meters.attempts.record(attemptsMade, which);
  }
}
