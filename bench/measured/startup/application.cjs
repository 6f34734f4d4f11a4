'use strict';
const express = require('express');

const app = express();
app.use(express.json());
app.get('/users/:id', (request, response) => response.json({ id: request.params.id }));
app.listen(0, '127.0.0.1', () => {
  const ms = performance.now();
  const rss = process.memoryUsage.rss();
  setTimeout(() => {
    const { user, system } = process.cpuUsage();
    const figures = { ms, rss: rss / 2 ** 20, cpu: (user + system) / 1000, settled: process.memoryUsage.rss() / 2 ** 20 };
    require('node:fs').writeSync(1, JSON.stringify(figures));
    process.exit(0);
  }, Number(process.env.BENCH_SETTLE_MS));
});
