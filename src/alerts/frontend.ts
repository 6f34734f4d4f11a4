import type { Definition } from '../catalogue/define.ts';
import { frontend } from '../catalogue/frontend.ts';
import { beacons, type Deployment } from './deployment.ts';
import { happened, perSecond, quantile, share, times, usual } from './over.ts';
import { buckets, count, label, labels, series } from './promql.ts';
import { type Alert, onJobs } from './rule.ts';
import { named, percent } from './words.ts';

const { load, vital, errors, request, beacons: received } = frontend;
const team = 'frontend';
const by = `job, ${labels(load, 'app', 'page')}`;
const app = named(label(load, 'app'), '{{ $labels.job }}');
const where = `${app}: ${named(label(load, 'page'), 'pages without a name')}`;
const common = { severity: 'warning', team } as const;

type Vital = Definition<'histogram', (typeof vital.lcp)['attributes']>;
type Judged = Pick<Alert, 'alert' | 'summary' | 'description'> & { readonly of: Vital; readonly limit: number };

function poor({ jobs, thresholds: { frontend: limits } }: Deployment, { of, limit, ...words }: Judged): Alert {
  const job = { job: beacons(jobs) };
  const seen = { buckets: buckets(of, {}, job), count: count(of, {}, job), range: '30m', by, least: limits.minimumViews };
  return { ...common, ...words, expr: `${quantile(0.75, seen)} > ${limit}`, for: '30m' };
}

function vitals(deployment: Deployment): readonly Alert[] {
  const { lcpSeconds, inpSeconds, cls } = deployment.thresholds.frontend;
  const judged: readonly Judged[] = [
    {
      alert: 'FrontendLcpPoor',
      of: vital.lcp,
      limit: lcpSeconds,
      summary: `${where} shows its content late`,
      description: `For one view in four, it takes more than {{ $value | humanizeDuration }} until the largest part of the page is seen (LCP); the limit is ${lcpSeconds} s.`,
    },
    {
      alert: 'FrontendInpPoor',
      of: vital.inp,
      limit: inpSeconds,
      summary: `${where} answers its users late`,
      description: `In one view in four, it takes more than {{ $value | humanizeDuration }} until something is seen to happen (INP); the limit is ${inpSeconds} s.`,
    },
    {
      alert: 'FrontendClsPoor',
      of: vital.cls,
      limit: cls,
      summary: `${where} moves under its users' hands`,
      description: `In one view in four, the layout shifts by more than {{ $value | printf "%.2f" }} (CLS); the limit is ${cls}.`,
    },
  ];
  return judged.map((each) => poor(deployment, each));
}

function failing({ jobs, thresholds: { frontend: limits } }: Deployment): readonly Alert[] {
  const job = { job: beacons(jobs) };
  const views = { whole: count(load, {}, job), range: '30m', by, least: limits.minimumViews };
  const route = label(request, 'route');
  // without a status there was no answer; without a route it is what found no room, of which nothing is known
  const failed = { route: { not: '' }, status: /5..|/, error: { not: /.*AbortError/ } } as const;
  const asked = { range: '10m', by: `job, ${labels(request, 'app', 'route')}`, least: limits.minimumRequests };
  return [
    {
      ...common,
      alert: 'FrontendErrorsHigh',
      expr: `${share({ ...views, part: series(errors, {}, job) })} > ${limits.errorRatio}`,
      for: '10m',
      summary: `${where} has errors that nothing catches`,
      description: `{{ $value | humanizePercentage }} as many errors as views within 30 minutes; the limit is ${percent(limits.errorRatio)}.`,
    },
    {
      ...common,
      alert: 'FrontendRequestsFailing',
      expr: `${share({ ...asked, part: count(request, failed, job), whole: count(request, {}, job) })} > ${limits.requestErrorRatio}`,
      for: '5m',
      summary: `${app}: requests of browsers to {{ $labels.${route} }} fail`,
      description: `{{ $value | humanizePercentage }} of those of the last 10 minutes got a 5xx or no answer; the limit is ${percent(limits.requestErrorRatio)}. What no answer was given to, no server has counted.`,
    },
  ];
}

function refused({ jobs, thresholds: { frontend: limits } }: Deployment): Alert {
  const job = { job: beacons(jobs) };
  const reason = label(received, 'reason');
  const all = times(series(received, {}, job), '15m', 'job');
  return {
    ...common,
    alert: 'FrontendBeaconsRefused',
    expr: `${times(series(received, { outcome: 'refused' }, job), '15m', `job, ${reason}`)} / on (job) group_left () (${all} >= ${limits.minimumBeacons}) > ${limits.refusedRatio}`,
    for: '15m',
    summary: `{{ $labels.job }}: beacons are refused ({{ $labels.${reason} }})`,
    description: `{{ $value | humanizePercentage }} of those of the last 15 minutes, of browsers or of whoever posts; the limit is ${percent(limits.refusedRatio)}. What they would have told is missing.`,
  };
}

function silent({ jobs, thresholds: { frontend: limits } }: Deployment): Alert {
  const accepted = series(received, { outcome: 'accepted' }, { job: beacons(jobs) });
  const ago = (time: string): string => perSecond(accepted, '30m', 'job', time);
  return {
    ...common,
    alert: 'FrontendBeaconsAbsent',
    expr: `${usual('min', { yesterday: ago('1d'), lastWeek: ago('7d'), by: 'job' })} > ${limits.absentBeaconsPerSecond}
  unless on (job) ${happened(accepted, 30, 'job')}`,
    for: '30m',
    summary: '{{ $labels.job }}: no browser tells anything',
    description:
      'No beacon was accepted within 30 minutes; at the same time yesterday and, if that is known, a week ago at least {{ $value | printf "%.3g" }} a second were.',
  };
}

/** What users see. Anyone can post it, so it wakes nobody. */
export const frontendRules = onJobs(beacons, (deployment) => [
  { name: 'frontend-alerts', rules: [...vitals(deployment), ...failing(deployment), refused(deployment), silent(deployment)] },
]);
