import { api } from '../catalogue/api.ts';
import { applicationRules } from './application.ts';
import { burnRates, type Objective, rounded } from './burn-rate.ts';
import type { Deployment } from './deployment.ts';
import { foreign } from './foreign.ts';
import { judged } from './judged.ts';
import { perSecond, quantile, usual } from './over.ts';
import { presence } from './presence.ts';
import { bucket, buckets, count, labels, series } from './promql.ts';
import { type Alert, onJobs, type Rules } from './rule.ts';
import { named, percent, time } from './words.ts';

const requests = api.request.duration;
const team = 'api';

function objectives({ jobs, thresholds: { api: limits } }: Deployment): readonly [availability: Objective, latency: Objective] {
  const job = { job: jobs.api };
  const timed = judged(limits);
  const volumeOf =
    (selector: string) =>
    (range: string): string =>
      perSecond(selector, range, 'job');
  const [all, ofTimed] = [volumeOf(count(requests, {}, job)), volumeOf(count(requests, timed, job))];
  const failed = count(requests, { status: /5../ }, job);
  const fast = bucket(requests, limits.latencySeconds, timed, job);
  const least = limits.minimumMissedRequests;
  return [
    {
      slo: 'ApiAvailability',
      objective: limits.availabilityObjective,
      // before the first failure there is no series of failures
      missed: (range) => `(${perSecond(failed, range, 'job')} or 0 * ${all(range)}) / (${all(range)} > 0)`,
      volume: all,
      least,
    },
    {
      slo: 'ApiLatency',
      objective: limits.latencyObjective,
      missed: (range) => `1 - ${perSecond(fast, range, 'job')} / (${ofTimed(range)} > 0)`,
      volume: ofTimed,
      least,
    },
  ];
}

function slowRoute({ jobs, thresholds: { api: limits } }: Deployment): Alert {
  const job = { job: jobs.api };
  const by = labels(requests, 'route');
  const least = rounded(limits.slowRouteRequestsPerSecond * 300);
  const timed = judged(limits);
  const late = { buckets: buckets(requests, timed, job), count: count(requests, timed, job), range: '5m', by: `job, ${by}`, least };
  return {
    alert: 'ApiLatencyHigh',
    expr: `${quantile(0.99, late)} > ${limits.slowRouteSeconds}`,
    for: '10m',
    severity: 'warning',
    team,
    summary: `{{ $labels.job }}: ${named(by, 'what matches no route')} is slow`,
    description: `One request in a hundred takes longer than {{ $value | humanizeDuration }}; the limit is ${time(limits.slowRouteSeconds)}.`,
  };
}

function trafficDrop({ jobs, thresholds: { api: limits } }: Deployment): Alert {
  const job = { job: jobs.api };
  const rate = (ago?: string): string => perSecond(count(requests, {}, job), '10m', 'job', ago);
  const before = usual('min', { yesterday: rate('1d'), lastWeek: rate('7d'), by: 'job' });
  return {
    alert: 'ApiTrafficDropped',
    // instances that were restarted and are asked for nothing have no series
    expr: `(${rate()} or 0 * ${before}) < ${limits.trafficDropRatio} * (${before} > ${limits.trafficDropRequestsPerSecond})
  and sum by (job) (${series(foreign.up, {}, job)}) > 0`,
    for: '10m',
    severity: 'warning',
    team,
    summary: '{{ $labels.job }}: much less traffic than usual',
    description: `{{ $value | printf "%.3g" }} a second, less than ${percent(limits.trafficDropRatio)} of the requests that came at the same time yesterday and, if that is known, a week ago, while instances answer.`,
  };
}

const served = onJobs(
  ({ api: jobs }) => jobs,
  (deployment) => {
    const [availability, latency] = objectives(deployment);
    const meanwhile = 'Whoever calls the API gets nothing, or nobody knows what they get.';
    const present = presence({ prefix: 'Api', jobs: deployment.jobs.api, team, meanwhile });
    return [
      ...burnRates('api', [
        [availability, { team, what: 'requests fail' }],
        [latency, { team, what: 'requests are slow' }],
      ]),
      { name: 'api-alerts', rules: [...present, slowRoute(deployment), trafficDrop(deployment)] },
    ];
  },
);

/** Availability and latency of served requests, those that are late or gone, and what applications need. */
export const apiRules: Rules = (deployment) => [...served(deployment), ...applicationRules(deployment)];
