'use strict';
const { createServer } = require('node:http');
const listening = require('./listening.cjs');

const server = createServer((request, response) => {
  const body = JSON.stringify({ id: request.url.slice(request.url.lastIndexOf('/') + 1), name: 'ada' });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => listening(server));
