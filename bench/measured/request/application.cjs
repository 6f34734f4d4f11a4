'use strict';
const express = require('express');

/** An Express application with a body parser, three middlewares and a router. @param first what is mounted before all of them */
module.exports = function application(...first) {
  const app = express();
  for (const each of first) app.use(each);
  app.use(express.json());
  app.use((request, response, next) => {
    response.set('x-request-id', request.get('x-request-id') ?? 'none');
    next();
  });
  app.use((request, _, next) => {
    request.account = { name: 'ada', admin: false };
    next();
  });
  app.use((request, response, next) => (request.account === undefined ? response.sendStatus(401) : next()));
  const users = express.Router();
  users.get('/:id', (request, response) => response.json({ id: request.params.id, name: request.account.name }));
  app.use('/api/users', users);
  return app;
};
