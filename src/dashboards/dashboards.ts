import type { Deployment } from '../alerts/deployment.ts';
import { agentBoard } from './agent.ts';
import { apiBoard } from './api.ts';
import { type Boards, build } from './board.ts';
import { containerBoard } from './container.ts';
import { frontendBoard } from './frontend.ts';
import { hostBoard } from './host.ts';
import type { Dashboard } from './model.ts';
import type { Name } from './name.ts';
import { overviewBoard } from './overview.ts';
import { pipelineBoard } from './pipeline.ts';
import { runtimeBoard } from './runtime.ts';
import { sloBoard } from './slo.ts';
import { workerBoard } from './worker.ts';

const boards: Readonly<Record<Name, Boards>> = {
  overview: overviewBoard,
  api: apiBoard,
  worker: workerBoard,
  agent: agentBoard,
  frontend: frontendBoard,
  runtime: runtimeBoard,
  host: hostBoard,
  container: containerBoard,
  pipeline: pipelineBoard,
  slo: sloBoard,
};

/** Every dashboard, as Grafana reads it, by name. */
export const dashboards = (deployment: Deployment): Readonly<Record<Name, Dashboard>> =>
  Object.fromEntries(Object.entries(boards).map(([name, of]) => [name, build(of(deployment), deployment)])) as Record<Name, Dashboard>;
