import { count, label, series, sum } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { agent } from '../catalogue/agent.ts';
import { type Boards, folded, type Line, row } from './board.ts';
import { outcomes } from './colours.ts';
import { chosen, increase, maxOf, per, quantile, rate, selected, share, sumOf, top } from './expressions.ts';
import { lines } from './lines.ts';
import { number } from './number.ts';
import { instance, job, values } from './variables.ts';

const { active, duration, ended, longest } = agent.run.metrics;
const calls = agent.call.metrics.duration;
const tools = agent.tool.metrics.duration;
const { tokens, cost, firstChunk, unpriced, steps, modelCalls, toolCalls } = agent;
const where = { name: chosen('agent') };
const model = { model: chosen('model') };
const both = { ...where, ...model };
const failure = { error: /.+/ };

const runs = rate(series(ended, where, selected));
const judged = rate(series(ended, { ...where, outcome: ['completed', 'failed'] }, selected));
const failed = rate(series(ended, { ...where, outcome: 'failed' }, selected));
const spent = rate(series(cost, both, selected));
const asked = rate(count(calls, model, selected));
const refused = rate(count(calls, { ...model, ...failure }, selected));
const used = rate(count(tools, where, selected));
const broken = rate(count(tools, { ...where, ...failure }, selected));

type Limits = Thresholds['agent'];

const now = (limits: Limits): Line =>
  row(
    100,
    'Now',
    4,
    number(1, 'Runs going on', {
      description: 'Runs of agents that have not ended.',
      unit: 'short',
      queries: [{ expr: sumOf(series(active, where, selected)) }],
      none: 'none yet',
    }),
    number(2, 'Failed', {
      description: 'Share of the runs that failed, of those that nobody cancelled.',
      unit: 'percentunit',
      bounds: { warn: limits.failureRatio },
      queries: [{ expr: share(sumOf(failed), sumOf(judged)) }],
      none: 'none ended',
    }),
    number(3, 'Cost in an hour', {
      description: 'What an hour costs at the rate of now, by the price table of the operator.',
      unit: 'currencyUSD',
      bounds: { bad: limits.dollarsPerHour },
      decimals: 2,
      queries: [{ expr: `3600 * ${sumOf(spent)}` }],
      none: 'nothing spent',
    }),
    number(4, 'Cost of 24 hours', {
      description: 'What the last 24 hours have cost, by the price table of the operator.',
      unit: 'currencyUSD',
      bounds: { bad: limits.dollarsPerDay },
      decimals: 2,
      queries: [{ expr: sumOf(increase(series(cost, both, selected), '1d')) }],
      none: 'nothing spent',
    }),
  );

const agents = (limits: Limits): Line =>
  row(
    101,
    'Runs',
    8,
    lines(5, 'Runs by outcome', {
      description: 'How runs of agents ended.',
      unit: 'ops',
      calcs: ['mean', 'max'],
      queries: [per(ended, ['outcome'], (by) => sumOf(runs, by))],
      stacked: true,
      colours: outcomes,
      none: 'none ended',
    }),
    lines(6, 'Duration by agent, p95', {
      description: 'How long runs took, of the ten slowest agents.',
      unit: 's',
      queries: [per(duration, ['name'], (by) => top(quantile(0.95, duration, where, selected, by)))],
      none: 'none ended',
    }),
    lines(7, 'Failed by agent', {
      description: 'Share of the runs of an agent that failed, of those that nobody cancelled.',
      unit: 'percentunit',
      bounds: { warn: limits.failureRatio },
      upTo: limits.failureRatio,
      queries: [per(ended, ['name'], (by) => top(share(sumOf(failed, by), sumOf(judged, by))))],
      none: 'none ended',
    }),
    lines(20, 'Longest run', {
      description: 'How long the run has been going on that was started first: what only rises comes to no end, and spends all the while.',
      unit: 's',
      bounds: { warn: limits.stuckRunSeconds },
      queries: [per(longest, ['name'], (by) => top(maxOf(series(longest, where, selected), by)))],
      none: 'none going on',
    }),
  );

const models = (limits: Limits): Line =>
  row(
    102,
    'Models',
    8,
    lines(8, 'Calls by model', {
      description: 'Calls of models that ended, a second.',
      unit: 'ops',
      queries: [per(calls, ['provider', 'model'], (by) => top(sumOf(asked, by)))],
      stacked: true,
      none: 'none called',
    }),
    lines(9, 'Duration by model, p95', {
      description: 'How long calls took until the last of the answer had come.',
      unit: 's',
      queries: [per(calls, ['provider', 'model'], (by) => top(quantile(0.95, calls, model, selected, by)))],
      none: 'none called',
    }),
    lines(10, 'First of an answer, p95', {
      description: 'How long it took until the first of a streamed answer came: what a user waits for.',
      unit: 's',
      bounds: { warn: limits.firstChunkSeconds },
      queries: [per(firstChunk, ['provider', 'model'], (by) => top(quantile(0.95, firstChunk, model, selected, by)))],
      none: 'none streamed',
    }),
  );

const money = (limits: Limits): Line =>
  row(
    103,
    'Tokens and money',
    8,
    lines(11, 'Cost in an hour by model', {
      description: 'What an hour costs at the rate of each moment.',
      unit: 'currencyUSD',
      queries: [per(cost, ['provider', 'model'], (by) => top(`3600 * ${sumOf(spent, by)}`))],
      stacked: true,
      none: 'nothing spent',
    }),
    lines(12, 'Tokens', {
      description: 'Tokens a second. Those of caches are among the input, those of thinking among the output.',
      unit: 'short',
      calcs: ['mean', 'max'],
      queries: Object.entries({
        input: tokens.input,
        output: tokens.output,
        'from cache': tokens.cacheRead,
        thinking: tokens.reasoning,
      }).map(([legend, of]) => ({ expr: sumOf(rate(series(of, both, selected))), legend })),
      none: 'none used',
    }),
    lines(13, 'Failed calls', {
      description: 'Share of the calls of a provider that failed, by what it was.',
      unit: 'percentunit',
      bounds: { warn: limits.providerErrorRatio },
      upTo: limits.providerErrorRatio,
      queries: [
        per(calls, ['provider', 'error'], (by) => {
          const provider = label(calls, 'provider');
          return `${sumOf(refused, by)} / on (${provider}) group_left () ${sumOf(asked, provider)}`;
        }),
      ],
      none: 'none failed',
    }),
  );

const usedTools = (limits: Limits): Line =>
  row(
    104,
    'Tools',
    8,
    lines(14, 'Duration by tool, p95', {
      description: 'How long calls of tools took, of the ten slowest.',
      unit: 's',
      queries: [per(tools, ['tool'], (by) => top(quantile(0.95, tools, where, selected, by)))],
      none: 'none used',
    }),
    lines(15, 'Failed by tool', {
      description: 'Share of the calls of a tool that failed.',
      unit: 'percentunit',
      bounds: { warn: limits.toolFailureRatio },
      upTo: limits.toolFailureRatio,
      queries: [per(tools, ['tool'], (by) => top(share(sumOf(broken, by), sumOf(used, by))))],
      none: 'none used',
    }),
  );

const more = (): Line =>
  folded(
    105,
    'Steps, workflows, embeddings and prices',
    8,
    lines(17, 'Workflows, p95', {
      description: 'How long workflows took.',
      unit: 's',
      queries: [
        per(agent.workflow.metrics.duration, ['workflow'], (by) => top(quantile(0.95, agent.workflow.metrics.duration, {}, selected, by))),
      ],
      none: 'no workflow',
    }),
    lines(18, 'Embeddings, p95', {
      description: 'How long calls for embeddings took.',
      unit: 's',
      queries: [
        per(agent.embedding.metrics.duration, ['provider', 'model'], (by) =>
          top(quantile(0.95, agent.embedding.metrics.duration, model, selected, by)),
        ),
      ],
      none: 'none called',
    }),
    lines(19, 'Calls without a price', {
      description: 'Calls of models that the price table does not have: what they cost is in no sum.',
      unit: 'ops',
      queries: [per(unpriced, ['provider', 'model'], (by) => sumOf(rate(series(unpriced, model, selected)), by))],
      none: 'all have a price',
    }),
    lines(16, 'A run takes', {
      description: 'Steps, calls of models and of tools that a run took, on the mean. What rises goes round in circles.',
      unit: 'none',
      queries: Object.entries({ steps, 'calls of models': modelCalls, 'calls of tools': toolCalls }).map(([legend, of]) => ({
        expr: `${sumOf(rate(sum(of, where, selected)))} / (${sumOf(rate(count(of, where, selected)))} > 0)`,
        legend,
      })),
      none: 'none ended',
    }),
  );

/** Agents, the models they call, the tools they use, and what that costs. */
export const agentBoard: Boards = ({ jobs, thresholds: { agent: limits } }) => ({
  name: 'agent',
  title: 'Agents',
  description: 'Runs of agents, the models they call and the tools they use: how they end, how long they take, what they cost.',
  team: 'agents',
  variables: [job(ended, jobs.agent), instance(ended), values('agent', 'Agent', ended, 'name'), values('model', 'Model', calls, 'model')],
  lines: [now(limits), agents(limits), models(limits), money(limits), usedTools(limits), more()],
});
