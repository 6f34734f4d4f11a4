import { agent } from '../catalogue/agent.ts';
import { applications, type Deployment } from './deployment.ts';
import { aroundLastWeek, grown, happened, usual } from './over.ts';
import { label, labels, series } from './promql.ts';
import type { Alert, Group } from './rule.ts';
import { named } from './words.ts';

const { cost, tokens, unpriced } = agent;
const team = 'agents';
const provider = label(cost, 'provider');
const model = label(cost, 'model');
const by = `job, ${labels(cost, 'provider', 'model')}`;
const which = `{{ $labels.job }}: ${named(model, `a model of {{ $labels.${provider} }}`)}`;

interface Budget {
  readonly minutes: number;
  readonly limit: number;
  readonly span: string;
}

/** A budget is one for all, so no job is named. */
function spent({ jobs }: Deployment, { minutes, limit, span }: Budget): Pick<Alert, 'expr' | 'severity' | 'team' | 'description'> {
  return {
    expr: `sum(${grown(series(cost, {}, { job: applications(jobs) }), minutes)}) > ${limit}`,
    severity: 'critical',
    team,
    description: `{{ $value | printf "%.2f" }} USD in the last ${span}, by your table of prices; the limit is ${limit} USD.`,
  };
}

const hourly = (deployment: Deployment): Alert => ({
  ...spent(deployment, { minutes: 60, limit: deployment.thresholds.agent.dollarsPerHour, span: 'hour' }),
  alert: 'AgentCostBurnHigh',
  for: '5m',
  keepFiringFor: '15m',
  summary: 'Calls of models cost more in an hour than they may',
});

const daily = (deployment: Deployment): Alert => ({
  ...spent(deployment, { minutes: 1440, limit: deployment.thresholds.agent.dollarsPerDay, span: '24 hours' }),
  alert: 'AgentDailyBudgetExceeded',
  keepFiringFor: '1h',
  summary: 'Calls of models have cost more in a day than they may',
});

function unusual({ jobs, thresholds: { agent: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  const [input, output] = [series(tokens.input, {}, job), series(tokens.output, {}, job)];
  // what is given to a model that gives vectors has no tokens that come back, and a sum of two has to have both
  const used = (range: string, ago?: string): string => {
    const rate = (selector: string): string => `rate(${selector}[${range}]${ago === undefined ? '' : ` offset ${ago}`})`;
    return `sum by (${by}) (${rate(input)} or label_replace(${rate(output)}, "of", "output", "", ""))`;
  };
  // a model that was not used a day ago has no day before
  const yesterday = `(${used('1d', '1h')} and sum by (${by}) (${input} offset 1d))`;
  const before = usual('max', { yesterday, lastWeek: used(aroundLastWeek.range, aroundLastWeek.ago), by });
  return {
    alert: 'AgentTokenRateAnomalous',
    expr: `${used('15m')} > ${limits.tokenRatePerSecond}
  and ${used('15m')} > ${limits.tokenRateFactor} * (${before} > 0)`,
    for: '15m',
    severity: 'warning',
    team,
    summary: `${which} is given or gives unusually many tokens`,
    description: `{{ $value | humanize }} tokens a second, more than ${limits.tokenRateFactor} times as many as on the mean of the day before and, if that is known, around this time a week ago.`,
  };
}

function blind({ jobs }: Deployment): Alert {
  return {
    alert: 'AgentCallsUnpriced',
    expr: happened(series(unpriced, {}, { job: applications(jobs) }), 60, by),
    for: '15m',
    severity: 'warning',
    team,
    summary: `${which} has no price`,
    description:
      'Calls of the last hour that are in no cost and in no budget: about {{ $value | printf "%.0f" }}. The table of prices does not have the model.',
  };
}

/** What calls of models cost and use. A day need not be read every 15 seconds. */
export const spendingRules = (deployment: Deployment): readonly Group[] => [
  { name: 'agent-spending', rules: [hourly(deployment), blind(deployment)] },
  { name: 'agent-days', interval: '1m', rules: [daily(deployment), unusual(deployment)] },
];
