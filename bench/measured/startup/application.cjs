'use strict';
const express = require('express');

const app = express();
app.use(express.json());
app.get('/users/:id', (request, response) => response.json({ id: request.params.id }));
app.listen(0, '127.0.0.1', () => {
  const ms = performance.now();
  const rss = process.memoryUsage.rss();
  require('./settled.cjs')(ms, rss);
});
