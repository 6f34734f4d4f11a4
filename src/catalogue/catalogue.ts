import { agent } from './agent.ts';
import { api } from './api.ts';
import { container } from './container.ts';
import { frontend } from './frontend.ts';
import { host } from './host.ts';
import { pipeline } from './pipeline.ts';
import { runtime } from './runtime.ts';
import { worker } from './worker.ts';

/** Everything this package measures by itself, by domain. */
export const catalogue = { api, worker, agent, frontend, runtime, host, container, pipeline } as const;
