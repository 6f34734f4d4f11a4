'use strict';
const { beacon } = require('@autonomica/metrics');
const listens = require('./listens.cjs');

const options = { origins: ['https://app.example.com'], pages: ['/', '/cart'], actions: /[a-z]+/, routes: ['/users/:id'], trustedHops: 1 };
listens(beacon({ ...options, ...JSON.parse(process.env.BENCH_BEACON ?? '{}') }).serve);
