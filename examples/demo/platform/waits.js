import { setTimeout as pause } from 'node:timers/promises';

/** Stands for a database, a queue, a model: most answers come soon, a few late. */
export const waits = (ms) => pause(ms * Math.exp(0.6 * (Math.random() + Math.random() + Math.random() - 1.2)));
