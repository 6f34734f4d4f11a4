'use strict';
const { createServer } = require('node:http');
const application = require('../request/application.cjs');
const listening = require('../request/listening.cjs');

/** Serves an Express application, and beacons at a path of their own. */
module.exports = function listens(takes) {
  const app = application();
  const server = createServer((request, response) => (request.url === '/http' ? takes(request, response) : app(request, response)));
  server.listen(0, '127.0.0.1', () => listening(server));
};
