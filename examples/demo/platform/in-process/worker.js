import { EventEmitter } from 'node:events';
import { meters } from '@autonomica/metrics';
import { jobsOf, now, since, urgencyOf } from './jobs.js';

const { task, wait, latency, attempts: needed, schedule, slots } = meters.worker;

/** Thrown by what need not be tried again. */
export class UnrecoverableError extends Error {
  name = 'UnrecoverableError';
}

const isFinal = ({ attemptsMade, opts: { attempts = 1 } }, error) => error instanceof UnrecoverableError || attemptsMade >= attempts;
const backoffOf = ({ attemptsMade, opts: { backoff } }) => (backoff?.delay ?? 0) * 2 ** (attemptsMade - 1);

/** Emits `failed` for each attempt that did; the job has `finishedOn` where it was the last one. */
export class Worker extends EventEmitter {
  #which;
  #jobs;
  #work;
  #free;

  constructor(queue, work, { concurrency = 1 } = {}) {
    super();
    this.#which = { system: 'in_process', queue };
    this.#jobs = jobsOf(queue);
    this.#work = work;
    this.#free = concurrency;
    slots.limit.add(concurrency, this.#which);
    slots.usage.add(0, this.#which);
    this.#jobs.on('ready', () => this.#next());
  }

  #next() {
    const job = this.#free > 0 ? this.#jobs.take() : undefined;
    if (job) void this.#take(job);
  }

  async #take(job) {
    this.#occupy(1);
    await this.#attempt(job);
    this.#occupy(-1);
    this.#next();
  }

  #occupy(by) {
    this.#free -= by;
    this.#jobs.active += by;
    slots.usage.add(by, this.#which);
  }

  async #attempt(job) {
    const which = { ...this.#which, type: job.name, priority: urgencyOf(job.opts) };
    if (job.attemptsMade === 0) this.#began(job, which);
    job.attemptsMade += 1;
    const attempt = task.start(which);
    try {
      await this.#work(job);
      attempt.end({ outcome: 'completed' });
      this.#over(job, 'completed');
    } catch (error) {
      this.#failed(job, error, attempt);
    }
  }

  #began({ name, ready, opts: { repeatJobKey } }, which) {
    wait.record(since(ready), which);
    if (repeatJobKey) schedule.lag.record(since(ready), { ...this.#which, type: name });
  }

  #failed(job, error, attempt) {
    const outcome = isFinal(job, error) ? 'failed' : 'retried';
    attempt.fail(error, { outcome });
    if (outcome === 'retried') void this.#jobs.add(job, backoffOf(job));
    else this.#over(job, 'failed');
    this.emit('failed', job, error);
  }

  #over(job, outcome) {
    const which = { ...this.#which, type: job.name, outcome };
    job.finishedOn = Date.now();
    latency.record((now() - job.added) / 1000, which);
    needed.record(job.attemptsMade, which);
  }
}
