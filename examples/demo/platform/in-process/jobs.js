// The jobs of a queue that are not worked on.
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { meters } from '@autonomica/metrics';

const { size, oldest } = meters.worker.queue;
const everyMs = 500;
const urgencies = ['high', 'normal', 'low'];
export const now = () => performance.now();
/** Seconds; a timer may be early by a fraction of a millisecond. */
export const since = (ms) => Math.max(0, now() - ms) / 1000;

/** A priority in words, lower numbers being more urgent; a job without one has none. */
export const urgencyOf = ({ priority }) => priority && (priority === 1 ? 'high' : priority < 10 ? 'normal' : 'low');

/** Says that it is `ready` when one of them is. */
class Jobs extends EventEmitter {
  /** How many are worked on. */
  active = 0;
  #which;
  #waiting = [];
  #delayed = 0;

  constructor(queue) {
    super();
    this.#which = { system: 'in_process', queue };
    setInterval(() => this.#tell(), everyMs).unref();
  }

  get size() {
    return this.#waiting.length + this.#delayed;
  }

  async add(job, delay = 0) {
    job.ready = now() + delay;
    if (delay > 0) await this.#later(delay);
    const at = this.#waiting.findIndex(({ opts: { priority = 0 } }) => priority > (job.opts.priority ?? 0));
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, job);
    this.emit('ready');
  }

  take() {
    return this.#waiting.shift();
  }

  clear() {
    this.#waiting = [];
  }

  async #later(delay) {
    this.#delayed += 1;
    await pause(delay);
    this.#delayed -= 1;
  }

  #tell() {
    const byUrgency = Object.groupBy(this.#waiting, ({ opts }) => urgencyOf(opts) ?? 'none');
    size.set(byUrgency.none?.length ?? 0, { ...this.#which, state: 'waiting' });
    for (const priority of urgencies) size.set(byUrgency[priority]?.length ?? 0, { ...this.#which, state: 'waiting', priority });
    size.set(this.active, { ...this.#which, state: 'active' });
    size.set(this.#delayed, { ...this.#which, state: 'delayed' });
    oldest.set(this.#waiting.length === 0 ? 0 : since(Math.min(...this.#waiting.map(({ ready }) => ready))), this.#which);
  }
}

const all = new Map();

/** Those of a queue, for whoever adds to it and whoever works on it. */
export function jobsOf(queue) {
  if (!all.has(queue)) all.set(queue, new Jobs(queue));
  return all.get(queue);
}
