import type { Context } from '../../src/instrumentation.ts';

export interface Job {
  readonly id: string;
  readonly retryCount?: number;
  readonly retryLimit?: number;
  readonly createdOn?: Date | string;
  readonly startAfter?: Date | string;
  readonly startedOn?: Date | string;
  readonly deadLetter?: string | null;
}

/** What pg-boss says of jobs that it was to settle. */
export interface Settled {
  readonly affected?: number;
  readonly settled?: readonly string[];
}

interface Attempt {
  readonly job: Job;
  readonly queue: string;
  readonly going: ReturnType<Context['meters']['worker']['task']['start']>;
}

const system = 'pg-boss';
const timeOf = (value: Date | string | undefined): number => (value === undefined ? Number.NaN : new Date(value).getTime());

/** Attempts at jobs from when their handler is called until they are settled, whoever settles them. */
export class Attempts {
  readonly #context: Context;
  readonly #active = new Map<string, Attempt>();

  constructor(context: Context) {
    this.#context = context;
  }

  get isEmpty(): boolean {
    return this.#active.size === 0;
  }

  begin(queue: string, job: Job): void {
    const { task, wait } = this.#context.meters.worker;
    this.#end(job.id, 'cancelled');
    this.#active.set(job.id, { job, queue, going: task.start({ system, queue }) });
    // both are the database's time
    const waited = (timeOf(job.startedOn) - timeOf(job.startAfter)) / 1000;
    if (job.retryCount === 0 && Number.isFinite(waited)) wait.record(Math.max(0, waited), { system, queue });
  }

  /** Not settled means not ours any more: cancelled, expired or taken by another worker. A `complete` that fails is followed by a `fail`. */
  settled(how: 'complete' | 'fail', ids: readonly (string | undefined)[], data: unknown, said: Settled | undefined): void {
    for (const id of ids) {
      const attempt = id === undefined ? undefined : this.#active.get(id);
      if (id === undefined || attempt === undefined || (how === 'complete' && said === undefined)) continue;
      const isSettled = said === undefined || (said.settled?.includes(id) ?? said.affected === ids.length);
      if (!isSettled) this.#end(id, 'cancelled');
      else if (how === 'complete') this.#end(id, 'completed');
      else this.#failed(attempt, data);
    }
  }

  /** What a handler says of each job, where it does. */
  results(jobs: readonly Job[], said: unknown): void {
    if (!Array.isArray(said)) return;
    const statuses = new Map(said.map((each: { id?: string; status?: string } | null) => [each?.id, each?.status]));
    for (const { id } of jobs) {
      const attempt = this.#active.get(id);
      const status = statuses.get(id);
      if (status === 'completed') this.#end(id, 'completed');
      else if (status === 'deadletter') this.#end(id, 'failed');
      else if (attempt) this.#failed(attempt, undefined);
    }
  }

  /** One that has attempts left is tried again: https://pgboss.io/api/jobs */
  #failed({ job: { id, retryCount = 0, retryLimit = 0 } }: Attempt, error: unknown): void {
    if (retryCount < retryLimit) this.#end(id, 'retried');
    else this.#end(id, 'failed', error);
  }

  #end(id: string, outcome: 'completed' | 'retried' | 'failed' | 'cancelled', error?: unknown): void {
    const attempt = this.#active.get(id);
    if (attempt === undefined) return;
    this.#active.delete(id);
    if (error === undefined) attempt.going.end({ outcome });
    else attempt.going.fail(error);
    if (outcome === 'completed' || outcome === 'failed') this.#over(attempt, outcome);
  }

  #over({ queue, job: { createdOn, retryCount = 0, deadLetter } }: Attempt, outcome: 'completed' | 'failed'): void {
    const { latency, attempts, deadLetters } = this.#context.meters.worker;
    const took = (Date.now() - timeOf(createdOn)) / 1000;
    if (Number.isFinite(took)) latency.record(Math.max(0, took), { system, queue, outcome });
    attempts.record(retryCount + 1, { system, queue, outcome });
    if (outcome === 'failed' && typeof deadLetter === 'string') deadLetters.add(1, { system, queue });
  }
}
