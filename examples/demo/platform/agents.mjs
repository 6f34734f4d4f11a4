// The agents of the platform, as a service.
import fastify from 'fastify';
import { runAgent } from './agent.js';
import { Refused } from './refused.js';

const agents = new Map([
  ['atlas', { name: 'atlas', type: 'research', model: 'large' }],
  ['hermes', { name: 'hermes', type: 'support', model: 'small' }],
  ['iris', { name: 'iris', type: 'support', model: 'small' }],
  ['nova', { name: 'nova', type: 'coding', model: 'large' }],
]);
const body = {
  type: 'object',
  required: ['goal'],
  properties: { goal: { type: 'string' }, priority: { enum: ['high', 'normal', 'low'], default: 'normal' } },
};

const app = fastify();

app.post('/agents/:agent/runs', { schema: { body } }, async ({ params, body: asked }) => {
  const agent = agents.get(params.agent);
  if (!agent) throw new Refused(404, `no agent ${params.agent}`);
  const { steps } = await runAgent(agent, asked);
  return { agent: agent.name, steps, text: 'Done.' };
});

await app.listen({ port: Number(process.env.PORT ?? 3002) });
console.log(`listening on http://localhost:${app.server.address().port}`);
