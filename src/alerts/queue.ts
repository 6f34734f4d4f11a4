import { worker } from '../catalogue/worker.ts';
import { rounded } from './burn-rate.ts';
import { applications, type Deployment } from './deployment.ts';
import { happened } from './over.ts';
import { label, labels, series } from './promql.ts';
import type { Alert, Group, Severity } from './rule.ts';
import { time } from './words.ts';

const { size, oldest, paused } = worker.queue;
const { ended, longest } = worker.task.metrics;
const team = 'worker';
const by = labels(size, 'system', 'queue');
const name = `{{ $labels.${label(size, 'queue')} }}`;

/** Tasks that wait, by system and queue: recorded, for rules look at how it changes. */
export const waiting = 'queue:autonomica_queue_waiting:max';

/** Every replica says the same of a queue, and of each priority in it; the priorities add up. */
const depth = (deployment: Deployment): string =>
  `sum by (${by}) (max by (${by}, ${label(size, 'priority')}) (${series(size, { state: 'waiting' }, { job: applications(deployment.jobs) })}))`;

/** A queue that is paused waits by intention. */
const exceptPaused = ({ jobs }: Deployment): string => `unless on (${by}) ${series(paused, {}, { job: applications(jobs) })} == 1`;

function growing(deployment: Deployment): Alert {
  const { growingTasks: limit, growthRatio } = deployment.thresholds.worker;
  return {
    alert: 'WorkerQueueGrowing',
    expr: `min_over_time(${waiting}[10m]) > ${limit}
  and deriv(${waiting}[30m]) * 1800 > ${growthRatio} * avg_over_time(${waiting}[30m])
  ${exceptPaused(deployment)}`,
    for: '15m',
    severity: 'warning',
    team,
    summary: `${name}: more tasks come than are worked on`,
    description: `At least {{ $value | printf "%.0f" }} tasks have been waiting for 10 minutes, and they become more; the limit is ${limit}.`,
  };
}

function stalled(deployment: Deployment): Alert {
  const job = { job: applications(deployment.jobs) };
  return {
    alert: 'WorkerQueueStalled',
    // while a task is worked on, however long, the queue is not stalled: that is WorkerTaskStuck
    expr: `min_over_time(${waiting}[10m]) > 0
  unless on (${by}) ${happened(series(ended, {}, job), 10, by)}
  unless on (${by}) ${series(longest, {}, job)}
  ${exceptPaused(deployment)}`,
    for: '5m',
    severity: 'critical',
    team,
    summary: `${name}: nobody works on it`,
    description:
      'At least {{ $value | printf "%.0f" }} tasks have been waiting for 10 minutes, in which none was ended, and none is being worked on.',
  };
}

function tooOld(deployment: Deployment, factor: number, severity: Severity): Alert {
  const limit = rounded(factor * deployment.thresholds.worker.oldestTaskSeconds);
  return {
    alert: 'WorkerOldestTaskTooOld',
    expr: `max by (${by}) (${series(oldest, {}, { job: applications(deployment.jobs) })}) > ${limit}
  ${exceptPaused(deployment)}`,
    for: '2m',
    keepFiringFor: '5m',
    severity,
    team,
    summary: `${name}: a task waits too long`,
    description: `The oldest has been waiting for {{ $value | humanizeDuration }}; the limit is ${time(limit)}.`,
  };
}

/** What is true of a queue, whoever says it: no job is named, for every application that knows a queue says the same of it. */
export const queueRules = (deployment: Deployment): readonly Group[] => [
  {
    name: 'worker-queues',
    rules: [
      { record: waiting, expr: depth(deployment) },
      growing(deployment),
      stalled(deployment),
      tooOld(deployment, 1, 'warning'),
      tooOld(deployment, 4, 'critical'),
    ],
  },
];
