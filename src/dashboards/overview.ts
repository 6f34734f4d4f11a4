import type { Deployment } from '../alerts/deployment.ts';
import { rounded } from '../alerts/burn-rate.ts';
import { foreign } from '../alerts/foreign.ts';
import { butFor, judged } from '../alerts/judged.ts';
import { count, label, labels, series } from '../alerts/promql.ts';
import { agent } from '../catalogue/agent.ts';
import { api } from '../catalogue/api.ts';
import { frontend } from '../catalogue/frontend.ts';
import { host } from '../catalogue/host.ts';
import { runtime } from '../catalogue/runtime.ts';
import { worker } from '../catalogue/worker.ts';
import { type Boards, type Line, line } from './board.ts';
import { byStatus } from './by-status.ts';
import { colour, outcomes, percentiles, statuses } from './colours.ts';
import { countOf, maxOf, per, quantile, quantiles, rate, share, sumOf, top } from './expressions.ts';
import { fires, told } from './firing.ts';
import { boundsOf } from './frontend.ts';
import { lines } from './lines.ts';
import { cpuUsed, diskUsed, memoryUsed } from './machine.ts';
import { number } from './number.ts';
import { table } from './table.ts';

const { alerts, up } = foreign;
const none = 'no traffic';

function state({ thresholds: { api: limits }, jobs }: Deployment): Line {
  const of = { job: jobs.api };
  const all = sumOf(rate(count(api.request.duration, {}, of)));
  const failed = sumOf(rate(count(api.request.duration, { status: /5../ }, of)));
  return line(
    5,
    number(1, 'Alerts', {
      description: 'Alerts that fire: critical ones call somebody, warnings wait until the morning.',
      unit: 'none',
      width: 4,
      queries: told.map((severity) => ({ expr: `${countOf(fires([severity]))} or vector(0)`, legend: severity })),
      bounds: { bad: 1 },
      milder: ['warning'],
    }),
    number(2, 'Targets down', {
      more: 'pipeline',
      description: 'Of everything that is scraped, what could not be the last time.',
      unit: 'none',
      width: 4,
      queries: [{ expr: sumOf(`1 - ${series(up)}`) }],
      bounds: { bad: 1 },
    }),
    number(3, 'API · failed', {
      more: 'slo',
      description: 'Share of requests that ended with a 5xx. Red where it is more than the objective allows.',
      unit: 'percentunit',
      width: 4,
      queries: [{ expr: share(failed, all) }],
      bounds: { bad: rounded(1 - limits.availabilityObjective) },
      none,
    }),
    table(4, 'Firing alerts', {
      description: 'What somebody has been told of, and is not over.',
      unit: 'none',
      width: 12,
      queries: [{ expr: fires(told) }],
      columns: { [label(alerts, 'severity')]: 'Severity', [label(alerts, 'alert')]: 'Alert', job: 'Job', instance: 'Instance' },
      colours: { critical: colour.critical, warning: colour.warning },
      none: 'nothing fires',
    }),
  );
}

function requests({ thresholds: { api: limits, runtime: ofRuntime }, jobs }: Deployment): Line {
  const of = { job: jobs.api };
  const { duration, active } = api.request;
  return line(
    5,
    lines(5, 'API · requests', {
      more: 'api',
      description: 'What was answered. Without an answer are those that whoever asked did not wait for.',
      unit: 'reqps',
      queries: byStatus(duration, {}, of),
      stacked: true,
      colours: statuses,
      none,
    }),
    lines(6, 'API · duration', {
      more: 'api',
      description: `How long requests took: half of them, 95 and 99 of a hundred. The line is what counts as fast enough.${butFor(limits)}`,
      unit: 's',
      queries: quantiles(duration, judged(limits), of),
      colours: percentiles,
      bounds: { bad: limits.latencySeconds },
      upTo: limits.latencySeconds,
      none,
    }),
    lines(7, 'API · in flight', {
      more: 'api',
      description: 'Requests that are being served.',
      unit: 'short',
      queries: [{ expr: sumOf(series(active, {}, of), 'instance'), legend: '{{instance}}' }],
      none,
    }),
    lines(8, 'Event loops · busy', {
      more: 'runtime',
      description: 'Share of the last minute in which the busiest event loop of each job was active. Near 1, whatever comes waits.',
      unit: 'percentunit',
      bounds: { warn: ofRuntime.loopUtilization },
      most: 1,
      queries: [{ expr: maxOf(series(runtime.loop.utilization), 'job'), legend: '{{job}}' }],
    }),
  );
}

function work({ jobs }: Deployment): Line {
  const [ofWorkers, ofAgents] = [{ job: jobs.worker }, { job: jobs.agent }];
  const { size } = worker.queue;
  const { ended } = worker.task.metrics;
  const runs = agent.run.metrics.ended;
  const held = maxOf(series(size, { state: 'waiting' }, ofWorkers), labels(size, 'system', 'queue', 'priority'));
  return line(
    5,
    lines(9, 'Workers · waiting by queue', {
      more: 'worker',
      description: 'Tasks that could begin and wait for a worker.',
      unit: 'short',
      queries: [per(size, ['queue'], (by) => top(sumOf(held, by)))],
      none: 'no queue',
    }),
    lines(10, 'Workers · attempts by outcome', {
      more: 'worker',
      description: 'How attempts at tasks ended: those that were retried failed, and are tried again.',
      unit: 'ops',
      queries: [per(ended, ['outcome'], (by) => sumOf(rate(series(ended, {}, ofWorkers)), by))],
      stacked: true,
      colours: outcomes,
      none: 'none ended',
    }),
    lines(11, 'Agents · runs by outcome', {
      more: 'agent',
      description: 'How runs of agents ended.',
      unit: 'ops',
      queries: [per(runs, ['outcome'], (by) => sumOf(rate(series(runs, {}, ofAgents)), by))],
      stacked: true,
      colours: outcomes,
      none: 'none ended',
    }),
    lines(12, 'Agents · cost in an hour by model', {
      more: 'agent',
      description: 'What an hour costs at the rate of each moment, by the price table of the operator.',
      unit: 'currencyUSD',
      queries: [per(agent.cost, ['model'], (by) => top(`3600 * ${sumOf(rate(series(agent.cost, {}, ofAgents)), by)}`))],
      stacked: true,
      none: 'nothing spent',
    }),
  );
}

function around({ jobs, thresholds }: Deployment): Line {
  const { lcp } = boundsOf(thresholds.frontend);
  const of = { job: jobs.collector };
  const { vital, errors } = frontend;
  return line(
    5,
    lines(13, 'Frontend · largest paint by page, p75', {
      more: 'frontend',
      description: 'When the largest thing of a page was there, for three views of four, of the five worst pages.',
      unit: 's',
      queries: [per(vital.lcp, ['page'], (by) => top(quantile(0.75, vital.lcp, {}, {}, by), 5))],
      bounds: lcp,
      upTo: lcp.bad,
      none: 'no views',
    }),
    lines(14, 'Frontend · errors', {
      more: 'frontend',
      description: 'Errors that nothing in a page caught, by their class.',
      unit: 'cps',
      queries: [per(errors, ['error'], (by) => top(sumOf(rate(series(errors)), by), 5))],
      none: 'no errors',
    }),
    lines(15, 'Machine · used', {
      more: 'host',
      description: 'Share of CPU, memory and the fullest file system that is used, of the machine where it is most.',
      unit: 'percentunit',
      most: 1,
      queries: [
        { expr: maxOf(cpuUsed(of, 'instance')), legend: 'CPU' },
        { expr: maxOf(memoryUsed(of)), legend: 'memory' },
        { expr: maxOf(diskUsed(of)), legend: 'disk' },
      ],
    }),
    lines(16, 'Machine · pressure', {
      more: 'host',
      description: 'Share of time in which some task waited for a CPU, for memory or for a disk: what is short.',
      unit: 'percentunit',
      queries: [per(host.pressure, ['resource'], (by) => maxOf(rate(series(host.pressure, { severity: 'some' }, of)), by))],
      none: 'the kernel does not tell',
    }),
  );
}

/** The platform on one screen: what users get, what works for them, what it runs on, and what is wrong. */
export const overviewBoard: Boards = (deployment) => ({
  name: 'overview',
  title: 'Overview',
  description: 'The whole platform on one screen: traffic, errors, duration and saturation, and what fires.',
  variables: [],
  lines: [state(deployment), requests(deployment), work(deployment), around(deployment)],
});
