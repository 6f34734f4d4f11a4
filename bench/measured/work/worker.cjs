'use strict';
const { Worker } = require('bullmq');
const measured = require('./measured.cjs');

const connection = { host: '127.0.0.1', port: Number(process.env.BENCH_REDIS_PORT) };

/** Works on so many jobs of a queue, which are there, ten at a time. */
module.exports = function worker(options = {}) {
  void measured(
    (queue, count) =>
      new Promise((resolve) => {
        let left = count;
        const made = new Worker(queue, async ({ data }) => data.user + 1, { ...options, connection, concurrency: 10 });
        made.on('completed', () => --left === 0 && resolve());
        made.on('error', (error) => {
          throw error;
        });
      }),
  );
};
