'use strict';
const listens = require('./listens.cjs');

/** Does nothing but read a body and parse it. */
listens((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    try {
      JSON.parse(Buffer.concat(parts).toString());
      response.writeHead(204).end();
    } catch {
      response.writeHead(400, { 'content-length': '0' }).end();
    }
  });
  request.on('error', () => {});
});
