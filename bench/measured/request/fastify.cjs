'use strict';
const fastify = require('fastify');
const listening = require('./listening.cjs');

const string = { type: 'string' };
const schema = {
  params: { type: 'object', properties: { id: string }, required: ['id'] },
  response: { 200: { type: 'object', properties: { id: string, name: string } } },
};
const app = fastify();
app.register((users, _, done) => {
  users.get('/api/users/:id', { schema }, ({ params: { id } }, reply) => reply.send({ id, name: 'ada' }));
  done();
});
app.listen({ port: 0, host: '127.0.0.1' }, () => listening(app.server));
