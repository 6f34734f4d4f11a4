import { agentRules } from './agent.ts';
import { apiRules } from './api.ts';
import { frontendRules } from './frontend.ts';
import type { Domain, Rules } from './rule.ts';
import { workerRules } from './worker.ts';

/** The rules of every domain: a file each. */
export const rules: Readonly<Partial<Record<Domain, Rules>>> = {
  api: apiRules,
  worker: workerRules,
  agent: agentRules,
  frontend: frontendRules,
};
