import { EventEmitter } from 'node:events';
import { jobsOf, now } from './jobs.js';

export class Queue extends EventEmitter {
  #jobs;
  #defaults;
  #added = 0;

  constructor(name, { defaultJobOptions } = {}) {
    super();
    this.name = name;
    this.#jobs = jobsOf(name);
    this.#defaults = defaultJobOptions;
  }

  async add(name, data, options) {
    const opts = { ...this.#defaults, ...options };
    this.#added += 1;
    const job = { id: String(this.#added), queueName: this.name, name, data, opts, added: now(), attemptsMade: 0 };
    void this.#jobs.add(job, opts.delay);
    return job;
  }

  /** Adds a job at once, and again and again; the next one is always there, delayed. */
  async upsertJobScheduler(id, { every }, { name = id, data = {} }) {
    const add = (delay) => this.add(name, data, { repeatJobKey: id, delay });
    setInterval(() => void add(every), every).unref();
    await Promise.all([add(0), add(every)]);
  }

  async count() {
    return this.#jobs.size;
  }

  async drain() {
    this.#jobs.clear();
  }
}
