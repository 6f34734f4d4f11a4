// The queues of the worker. Nothing here knows of metrics.
import { Queue, Worker } from './broker.mjs';

const connection = { url: process.env.REDIS_URL };
const defaults = { attempts: 3, backoff: { type: 'exponential', delay: 400 }, removeOnComplete: true, removeOnFail: true };

/** What is lower goes first. */
export const priorities = { high: 1, normal: 5, low: 10 };

function open(name, options = {}) {
  const queue = new Queue(name, { connection, defaultJobOptions: { ...defaults, ...options } });
  return queue.on('error', console.error);
}

export const queues = { runs: open('runs'), mail: open('mail', { attempts: 5 }), reports: open('reports') };

/** What failed for good is kept here until somebody has looked at it. */
export const deadLetters = open('dead-letters');

/** A job without `finishedOn` is tried again. */
function putAside({ name, data, finishedOn, queueName }, { message }) {
  if (finishedOn) deadLetters.add(name, { ...data, queue: queueName, message }).catch(console.error);
}

/** @param work does a job by its data, or rejects */
export function workOn({ name }, work, concurrency) {
  const worker = new Worker(name, ({ data }) => work(data), { connection, concurrency });
  worker.on('failed', (job, error) => job && putAside(job, error));
  worker.on('error', console.error);
}
