// What the platform uses of BullMQ, within this process: nothing outlives it. Nothing measures what one writes oneself, so it says itself what it does.
export { Queue } from './queue.js';
export { UnrecoverableError, Worker } from './worker.js';
