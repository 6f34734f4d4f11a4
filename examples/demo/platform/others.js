// What the API asks of the other services.
import { postForJson } from './asks.js';

const { MODELS_URL = 'http://localhost:3001', AGENTS_URL = 'http://localhost:3002', WORKER_URL = 'http://localhost:3003' } = process.env;

export const complete = (model, asked) =>
  postForJson(`${MODELS_URL}/models/${encodeURIComponent(model)}/completions`, asked, { whom: 'models', patienceMs: 1_000 });

/** Lets an agent work while the client waits. */
export const runAgent = (agent, goal) =>
  postForJson(`${AGENTS_URL}/agents/${agent}/runs`, { goal, priority: 'high' }, { whom: 'agents', patienceMs: 10_000 });

/** Leaves work to the worker. */
export const enqueueRun = (run) => postForJson(`${WORKER_URL}/queues/runs/jobs`, run, { whom: 'workers', patienceMs: 1_000 });
