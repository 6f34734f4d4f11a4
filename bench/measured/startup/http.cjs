'use strict';
require('node:http');
const ms = performance.now();
const rss = process.memoryUsage.rss();
require('./settled.cjs')(ms, rss);
