'use strict';

/** Prints what a start took, measured where it is asked, and once it has settled. */
module.exports = (ms, rss) => {
  setTimeout(() => {
    const { user, system } = process.cpuUsage();
    const figures = { ms, rss: rss / 2 ** 20, cpu: (user + system) / 1000, settled: process.memoryUsage.rss() / 2 ** 20 };
    require('node:fs').writeSync(1, JSON.stringify(figures));
    process.exit(0);
  }, Number(process.env.BENCH_SETTLE_MS));
};
