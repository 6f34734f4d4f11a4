import { agent } from '../catalogue/agent.ts';
import { applications, type Deployment } from './deployment.ts';
import { quantile, share } from './over.ts';
import { presence } from './presence.ts';
import { buckets, count, label, labels, series } from './promql.ts';
import { type Alert, onJobs } from './rule.ts';
import { spendingRules } from './spending.ts';
import { named, percent, time } from './words.ts';

const { ended, longest } = agent.run.metrics;
const calls = agent.call.metrics.duration;
const tools = agent.tool.metrics.duration;
const team = 'agents';
const runs = `job, ${labels(ended, 'name')}`;
const who = `{{ $labels.job }}: ${named(label(ended, 'name'), 'an agent without a name')}`;
const common = { severity: 'warning', team } as const;

function failingRuns({ jobs, thresholds: { agent: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  const part = series(ended, { outcome: 'failed' }, job);
  const whole = series(ended, { outcome: ['completed', 'failed'] }, job);
  return {
    ...common,
    alert: 'AgentFailureRatioHigh',
    expr: `${share({ part, whole, range: '15m', by: runs, least: limits.minimumRuns })} > ${limits.failureRatio}`,
    for: '10m',
    summary: `${who} fails`,
    description: `{{ $value | humanizePercentage }} of its runs of the last 15 minutes failed, those that were cancelled not counted; the limit is ${percent(limits.failureRatio)}.`,
  };
}

function stuck({ jobs, thresholds: { agent: limits } }: Deployment): Alert {
  return {
    ...common,
    alert: 'AgentRunStuck',
    expr: `max by (${runs}, instance) (${series(longest, {}, { job: applications(jobs) })}) > ${limits.stuckRunSeconds}`,
    for: '5m',
    summary: `${who} does not come to an end`,
    description: `A run has been going on at {{ $labels.instance }} for {{ $value | humanizeDuration }}; the limit is ${time(limits.stuckRunSeconds)}. It may cost money all the while.`,
  };
}

function manySteps({ jobs, thresholds: { agent: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  const taken = { buckets: buckets(agent.steps, {}, job), count: count(agent.steps, {}, job) };
  return {
    ...common,
    alert: 'AgentStepsHigh',
    expr: `${quantile(0.95, { ...taken, range: '1h', by: runs, least: limits.minimumRunsForSteps })} > ${limits.stepsPerRun}`,
    for: '15m',
    severity: 'info',
    summary: `${who} takes many steps`,
    description: `One run in twenty of the last hour took more than {{ $value | printf "%.0f" }} steps; the limit is ${limits.stepsPerRun}. It may go in circles.`,
  };
}

function failingTools({ jobs, thresholds: { agent: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  const [part, whole] = [count(tools, { error: { not: '' } }, job), count(tools, {}, job)];
  return {
    ...common,
    alert: 'AgentToolFailures',
    expr: `${share({ part, whole, range: '15m', by: `job, ${labels(tools, 'tool')}`, least: limits.minimumToolCalls })} > ${limits.toolFailureRatio}`,
    for: '15m',
    summary: `{{ $labels.job }}: the tool {{ $labels.${label(tools, 'tool')} }} fails`,
    description: `{{ $value | humanizePercentage }} of its calls of the last 15 minutes failed; the limit is ${percent(limits.toolFailureRatio)}. Agents try again, or answer without it.`,
  };
}

function failingProvider({ jobs, thresholds: { agent: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  // who leaves an answer has not been failed by the provider
  const part = count(calls, { error: { not: /|aborted|abandoned|.*AbortError/ } }, job);
  const provider = label(calls, 'provider');
  return {
    ...common,
    alert: 'AgentProviderErrors',
    expr: `${share({ part, whole: count(calls, {}, job), range: '10m', by: `job, ${provider}`, least: limits.minimumModelCalls })} > ${limits.providerErrorRatio}`,
    for: '5m',
    summary: `{{ $labels.job }}: calls of {{ $labels.${provider} }} fail`,
    description: `{{ $value | humanizePercentage }} of those of the last 10 minutes failed; the limit is ${percent(limits.providerErrorRatio)}.`,
  };
}

function slowModel({ jobs, thresholds: { agent: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  const by = `job, ${labels(agent.firstChunk, 'provider', 'model')}`;
  const taken = { buckets: buckets(agent.firstChunk, {}, job), count: count(agent.firstChunk, {}, job) };
  return {
    ...common,
    alert: 'AgentFirstTokenSlow',
    expr: `${quantile(0.95, { ...taken, range: '10m', by, least: limits.minimumModelCalls })} > ${limits.firstChunkSeconds}`,
    for: '10m',
    summary: `{{ $labels.job }}: ${named(label(agent.firstChunk, 'model'), `a model of {{ $labels.${label(agent.firstChunk, 'provider')} }}`)} begins to answer late`,
    description: `One streamed answer in twenty begins after more than {{ $value | humanizeDuration }}; the limit is ${time(limits.firstChunkSeconds)}.`,
  };
}

/** Runs of agents, the tools and models they call. What they cost: `spending.ts`. */
export const agentRules = onJobs(applications, (deployment) => [
  {
    name: 'agent-alerts',
    rules: [
      ...presence({ prefix: 'Agent', jobs: deployment.jobs.agent, team, meanwhile: 'No agent runs there.' }),
      failingRuns(deployment),
      stuck(deployment),
      failingProvider(deployment),
      slowModel(deployment),
      failingTools(deployment),
      manySteps(deployment),
    ],
  },
  ...spendingRules(deployment),
]);
