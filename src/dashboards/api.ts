import { rounded } from '../alerts/burn-rate.ts';
import { butFor, judged } from '../alerts/judged.ts';
import { bucket, buckets, count, series } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { api } from '../catalogue/api.ts';
import { type Boards, folded, type Line, row } from './board.ts';
import { byStatus } from './by-status.ts';
import { percentiles, statuses } from './colours.ts';
import { chosen, minOf, per, quantile, quantiles, rate, selected, share, sumOf, top } from './expressions.ts';
import { heat } from './heat.ts';
import { lines } from './lines.ts';
import { number } from './number.ts';
import { states } from './states.ts';
import { instance, job, values } from './variables.ts';

const { request, client, db, dependency, errors } = api;
const served = request.duration;
const route = chosen('route');
const where = { route };
const failed = { ...where, status: /5../ };
const all = rate(count(served, where, selected));
const bad = rate(count(served, failed, selected));

type Limits = Thresholds['api'];

const allowed = (limits: Limits): number => rounded(1 - limits.availabilityObjective);
const fast = (limits: Limits): string => rate(bucket(served, limits.latencySeconds, judged(limits, route), selected));
const timed = (limits: Limits): string => rate(count(served, judged(limits, route), selected));

const now = (limits: Limits): Line =>
  row(
    100,
    'Now',
    4,
    number(1, 'Requests', {
      description: 'Requests that were answered, or left by who asked, a second.',
      unit: 'reqps',
      queries: [{ expr: sumOf(all) }],
      none: 'no traffic',
    }),
    number(2, 'Failed', {
      description: 'Share of requests that ended with a 5xx. Red where it is more than the objective allows.',
      unit: 'percentunit',
      queries: [{ expr: share(sumOf(bad), sumOf(all)) }],
      bounds: { bad: allowed(limits) },
      none: 'no traffic',
    }),
    number(3, 'Fast enough', {
      description: `Share of requests that ended within ${limits.latencySeconds} s. Red where it is less than the objective asks for.${butFor(limits)}`,
      unit: 'percentunit',
      queries: [{ expr: `${sumOf(fast(limits))} / (${sumOf(timed(limits))} > 0)` }],
      bounds: { floor: limits.latencyObjective },
      none: 'no traffic',
    }),
    number(4, 'In flight', {
      description: 'Requests that are being served.',
      unit: 'short',
      queries: [{ expr: sumOf(series(request.active, {}, selected)) }],
    }),
  );

const traffic = (limits: Limits): Line =>
  row(
    101,
    'Traffic and errors',
    8,
    lines(5, 'Requests by status', {
      description: 'What was answered. Without an answer are those that whoever asked did not wait for.',
      unit: 'reqps',
      calcs: ['mean', 'max'],
      queries: byStatus(served, where, selected),
      stacked: true,
      colours: statuses,
      none: 'no traffic',
    }),
    lines(6, 'Requests by route', {
      description: 'The ten busiest routes.',
      unit: 'reqps',
      queries: [per(served, ['route'], (by) => top(sumOf(all, by)))],
      none: 'no traffic',
    }),
    lines(7, 'Failed by route', {
      description: 'Share of the requests of a route that ended with a 5xx. The line is what the objective of all allows.',
      unit: 'percentunit',
      queries: [per(served, ['route'], (by) => top(share(sumOf(bad, by), sumOf(all, by))))],
      bounds: { bad: allowed(limits) },
      none: 'no traffic',
    }),
  );

const durations = (limits: Limits): Line =>
  row(
    102,
    'Duration',
    8,
    lines(8, 'Duration', {
      description: `How long requests took: half of them, 95 and 99 of a hundred. The line is what counts as fast enough.${butFor(limits)}`,
      unit: 's',
      calcs: ['lastNotNull', 'max'],
      queries: quantiles(served, judged(limits, route)),
      colours: percentiles,
      bounds: { bad: limits.latencySeconds },
      upTo: limits.latencySeconds,
      none: 'no traffic',
    }),
    lines(9, 'Duration by route, p99', {
      description: `What one request in a hundred takes at least, of the ten slowest routes. Above the line somebody is told.${butFor(limits)}`,
      unit: 's',
      queries: [per(served, ['route'], (by) => top(quantile(0.99, served, judged(limits, route), selected, by)))],
      bounds: { bad: limits.slowRouteSeconds },
      upTo: limits.slowRouteSeconds,
      none: 'no traffic',
    }),
    heat(10, 'Distribution', {
      description: `How many requests took how long: two bands are two kinds of requests.${butFor(limits)}`,
      unit: 's',
      queries: [{ expr: sumOf(rate(buckets(served, judged(limits, route), selected)), 'le'), legend: '{{le}}' }],
      none: 'no traffic',
    }),
  );

const others = (): Line =>
  row(
    103,
    'What it asks of others',
    8,
    lines(11, 'Sent requests, p95', {
      description: 'How long requests to other services took, of the ten slowest.',
      unit: 's',
      queries: [per(client.duration, ['address', 'port'], (by) => top(quantile(0.95, client.duration, {}, selected, by)))],
      none: 'none sent',
    }),
    lines(12, 'Sent requests that failed', {
      description: 'Requests to other services that got an error or no answer, by what it was.',
      unit: 'reqps',
      queries: [
        per(client.duration, ['address', 'port', 'error'], (by) => sumOf(rate(count(client.duration, { error: /.+/ }, selected)), by)),
      ],
      none: 'none failed',
    }),
    lines(13, 'Errors by component', {
      description: 'What the application says went wrong, by its part and the class of the error.',
      unit: 'cps',
      queries: [per(errors, ['component', 'error'], (by) => top(sumOf(rate(series(errors, {}, selected)), by)))],
      none: 'no errors',
    }),
  );

const databases = (): Line =>
  folded(
    104,
    'Databases and dependencies',
    8,
    lines(14, 'Operations of databases, p95', {
      description: 'How long operations took, of the ten slowest kinds.',
      unit: 's',
      queries: [per(db.duration, ['system', 'operation'], (by) => top(quantile(0.95, db.duration, {}, selected, by)))],
      none: 'no database',
    }),
    lines(15, 'Operations that failed', {
      description: 'Operations of databases that ended with an error, by what it was.',
      unit: 'ops',
      queries: [per(db.duration, ['system', 'error'], (by) => sumOf(rate(count(db.duration, { error: /.+/ }, selected)), by))],
      none: 'none failed',
    }),
    states(16, 'Up or down', {
      description: 'Whether databases, and what else was said to be needed, answer.',
      unit: 'short',
      queries: [
        per(db.up, ['system', 'namespace'], (by) => minOf(series(db.up, {}, selected), by)),
        per(dependency, ['dependency'], (by) => minOf(series(dependency, {}, selected), by)),
      ],
      none: 'nothing is probed',
    }),
  );

/** Served requests, and what they wait for. */
export const apiBoard: Boards = ({ jobs, thresholds: { api: limits } }) => ({
  name: 'api',
  title: 'API',
  description: 'Requests that services answer: how many, how well, how fast; and what they ask of others.',
  team: 'api',
  variables: [job(request.active, jobs.api), instance(request.active), values('route', 'Route', served, 'route')],
  lines: [now(limits), traffic(limits), durations(limits), others(), databases()],
});
