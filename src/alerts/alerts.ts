import { agentRules } from './agent.ts';
import { apiRules } from './api.ts';
import { containerRules } from './container.ts';
import { frontendRules } from './frontend.ts';
import { hostRules } from './host.ts';
import { pipelineRules } from './pipeline.ts';
import type { Domain, Rules } from './rule.ts';
import { runtimeRules } from './runtime.ts';
import { workerRules } from './worker.ts';

/** The rules of every domain: a file each. */
export const rules: Readonly<Partial<Record<Domain, Rules>>> = {
  api: apiRules,
  worker: workerRules,
  agent: agentRules,
  frontend: frontendRules,
  runtime: runtimeRules,
  host: hostRules,
  container: containerRules,
  pipeline: pipelineRules,
};
