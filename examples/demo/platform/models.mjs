// The gateway to the models, as its authors would write it. Nothing here knows of metrics.
import fastify from 'fastify';
import { Refused } from './refused.js';
import { think } from './thoughts.mjs';
import { waits } from './waits.js';

/** How long each of them thinks before it says something, and at each token, in milliseconds. */
const models = new Map([
  ['small', { ms: 60, msPerToken: 1.5 }],
  ['large', { ms: 140, msPerToken: 3 }],
]);
const body = { type: 'object', required: ['prompt'], properties: { prompt: { type: 'string' } } };
const chat = {
  type: 'object',
  required: ['model', 'messages', 'stream'],
  properties: { model: { type: 'string' }, messages: { type: 'array', minItems: 1 }, stream: { const: true } },
};

function modelOf(name) {
  const model = models.get(name);
  if (!model) throw new Refused(404, `no model ${name}`);
  return model;
}

/** @param share how often it fails */
async function ponder(name, ms, share) {
  const luck = Math.random();
  await waits(luck < share / 6 ? 10_000 : ms);
  if (luck < share / 2) throw new Refused(429, `too many ask ${name}`);
  if (luck < share) throw new Refused(503, `the provider of ${name} hung up`);
}

const app = fastify();

app.post('/models/:model/completions', { schema: { body } }, async ({ params: { model } }) => {
  await ponder(model, modelOf(model).ms, 0.06);
  return { model, text: 'Yes.' };
});

app.post('/v1/chat/completions', { schema: { body: chat } }, async ({ body: asked }, reply) => {
  const { ms, msPerToken } = modelOf(asked.model);
  await ponder(asked.model, ms, 0.03);
  reply.hijack();
  await think(asked, msPerToken, reply.raw);
});

await app.listen({ port: Number(process.env.PORT ?? 3001) });
console.log(`listening on http://localhost:${app.server.address().port}`);
