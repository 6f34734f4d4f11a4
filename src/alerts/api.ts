import { api } from '../catalogue/api.ts';
import { burnRates, type Objective } from './burn-rate.ts';
import { foreign } from './foreign.ts';
import { bucket, buckets, count, label, series } from './promql.ts';
import type { Alert, Rules } from './rule.ts';

const requests = api.request.duration;
const team = 'api';

/** Availability and latency of served requests, those that are late or gone, and those that stay away. */
export const apiRules: Rules = ({ jobs, thresholds: { api: limits } }) => {
  const job = { job: jobs.api };
  const rate = (range: string): string => `sum by (job) (rate(${count(requests, {}, job)}[${range}]))`;
  const of = (selector: string, range: string): string => `sum by (job) (rate(${selector}[${range}]))`;
  const failed = count(requests, { status: /5../ }, job);
  const fast = bucket(requests, limits.latencySeconds, {}, job);
  const common = { volume: rate, least: limits.minimumRequestsPerSecond };
  const availability: Objective = {
    ...common,
    slo: 'ApiAvailability',
    objective: limits.availabilityObjective,
    // before the first failure there is no series of failures
    missed: (range) => `(${of(failed, range)} or 0 * ${rate(range)}) / (${rate(range)} > 0)`,
  };
  const latency: Objective = {
    ...common,
    slo: 'ApiLatency',
    objective: limits.latencyObjective,
    missed: (range) => `1 - ${of(fast, range)} / (${rate(range)} > 0)`,
  };
  const alerts: readonly Alert[] = [
    {
      alert: 'ApiDown',
      expr: `sum by (job) (${series(foreign.up, {}, job)}) == 0`,
      for: '1m',
      severity: 'critical',
      team,
      summary: '{{ $labels.job }}: no instance answers',
      description: 'Prometheus reaches none of its targets: whoever calls the API gets nothing, or nobody knows what they get.',
    },
    ...jobs.api.map(
      (name): Alert => ({
        alert: 'ApiAbsent',
        expr: `absent(${series(foreign.up, {}, { job: name })})`,
        for: '5m',
        severity: 'critical',
        team,
        summary: `${name}: Prometheus has no target of this job`,
        description: 'Nothing is scraped, so nothing else of this job can fire: its discovery found no instance.',
      }),
    ),
    {
      alert: 'ApiLatencyHigh',
      expr: `histogram_quantile(0.99, sum by (job, ${label(requests, 'route')}, le) (rate(${buckets(requests, {}, job)}[5m]))) > ${limits.slowRouteSeconds}
  and sum by (job, ${label(requests, 'route')}) (rate(${count(requests, {}, job)}[5m])) > ${limits.slowRouteRequestsPerSecond}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: `{{ $labels.job }}: {{ $labels.${label(requests, 'route')} }} is slow`,
      description: `One request in a hundred takes more than {{ $value | humanizeDuration }}; the limit is ${limits.slowRouteSeconds} s.`,
    },
    {
      alert: 'ApiTrafficDropped',
      expr: `sum by (job) (rate(${count(requests, {}, job)}[10m])) < ${limits.trafficDropRatio} * sum by (job) (rate(${count(requests, {}, job)}[10m] offset 1d))
  and sum by (job) (rate(${count(requests, {}, job)}[10m] offset 1d)) > ${limits.trafficDropRequestsPerSecond}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: much less traffic than a day ago',
      description: `{{ $value | humanize }} requests a second, below ${limits.trafficDropRatio * 100} % of what there was at the same time yesterday.`,
    },
  ];
  return [
    ...burnRates('api', [
      [availability, { team, what: 'requests fail' }],
      [latency, { team, what: 'requests are slow' }],
    ]),
    { name: 'api-alerts', rules: alerts },
  ];
};
