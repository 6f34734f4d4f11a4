import { agent } from '../catalogue/agent.ts';
import { api } from '../catalogue/api.ts';
import { frontend } from '../catalogue/frontend.ts';
import { pipeline } from '../catalogue/pipeline.ts';
import { worker } from '../catalogue/worker.ts';
import { metersOf } from './define.ts';
import { recordUsage } from './usage.ts';

/** What this package records by itself; a test checks its catalogue, so that a start-up need not. */
export const meters = {
  api: metersOf(api),
  worker: metersOf(worker),
  agent: Object.assign(metersOf(agent), { usage: { record: recordUsage } }),
  frontend: metersOf(frontend),
  pipeline: metersOf(pipeline, { exempt: true }),
};
