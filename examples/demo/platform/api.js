// The API of a platform of agents, as its authors would write it. Nothing here knows of metrics; what the page sees is taken in page.js.
import { randomUUID } from 'node:crypto';
import express, { Router } from 'express';
import { complete, enqueueRun, runAgent } from './others.js';
import { pageAt } from './page.js';
import { Refused } from './refused.js';
import { waits } from './waits.js';

const agents = new Map(['atlas', 'hermes', 'iris', 'nova'].map((id) => [id, { id, model: 'small', tasks: seeded(id) }]));
const token = 'Bearer demo';
const kept = 100;

function seeded(agent) {
  return Array.from({ length: 20 }, (_, i) => ({ id: String(i + 1), agent, goal: `goal ${i + 1}`, state: 'done' }));
}

function agentOf({ params }) {
  const agent = agents.get(params.id);
  if (!agent) throw new Refused(404, `no agent ${params.id}`);
  return agent;
}

function taskOf(request) {
  const task = agentOf(request).tasks.find(({ id }) => id === request.params.task);
  if (!task) throw new Refused(404, `no task ${request.params.task}`);
  return task;
}

function authenticated(request, _response, next) {
  next(request.headers.authorization === token ? undefined : new Refused(401, 'who are you?'));
}

const tasks = Router({ mergeParams: true });

tasks.get('/', async (request, response) => {
  await waits(12);
  response.json(agentOf(request).tasks);
});

tasks.post('/', async (request, response) => {
  const { goal, priority, delay } = request.body ?? {};
  if (typeof goal !== 'string') throw new Refused(400, 'a task has a goal');
  await waits(15);
  const agent = agentOf(request);
  const task = { id: randomUUID(), agent: agent.id, goal, state: 'queued' };
  agent.tasks = [...agent.tasks.slice(0, 20), ...agent.tasks.slice(20).slice(1 - kept), task];
  await enqueueRun({ agent: agent.id, goal, priority, delay });
  response.status(201).json(task);
});

tasks.get('/:task', async (request, response) => {
  await waits(4);
  response.json(taskOf(request));
});

tasks.post('/:task/runs', async (request, response) => {
  const task = taskOf(request);
  const { text } = await runAgent(agentOf(request).id, task.goal);
  task.state = 'done';
  response.json({ ...task, text });
});

const directory = Router();

directory.get('/', async (_request, response) => {
  await waits(3);
  response.json([...agents.keys()]);
});

directory.get('/:id', async (request, response) => {
  await waits(6);
  const { id, model } = agentOf(request);
  response.json({ id, model });
});

directory.use('/:id/tasks', tasks);

const app = express();
app.use(express.json());
app.use('/agents', directory);

app.post('/models/:model/completions', async (request, response) => {
  response.json(await complete(request.params.model, request.body));
});

app.get('/account/usage', authenticated, async (_request, response) => {
  await waits(30);
  response.json({ tokens: 1234 });
});

app.use((error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status = 500, message } = error;
  if (status >= 500) console.error(message);
  return response.status(status).json({ error: message });
});

const server = app.listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error) throw error;
  const { port } = server.address();
  app.use(pageAt([`http://localhost:${port}`, `http://127.0.0.1:${port}`]));
  console.log(`listening on http://localhost:${port}`);
});
