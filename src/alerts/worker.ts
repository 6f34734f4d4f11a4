import { worker } from '../catalogue/worker.ts';
import { applications, type Deployment } from './deployment.ts';
import { outage } from './outage.ts';
import { happened, share, times } from './over.ts';
import { presence } from './presence.ts';
import { count, label, labels, series, sum } from './promql.ts';
import { queueRules, waiting } from './queue.ts';
import { type Alert, onJobs } from './rule.ts';
import { named, percent, time } from './words.ts';

const { ended, longest } = worker.task.metrics;
const { slots, schedule, deadLetters, stalls, broker } = worker;
const team = 'worker';
const queue = label(ended, 'queue');
const by = `job, ${labels(ended, 'system', 'queue')}`;
const where = `{{ $labels.job }}: {{ $labels.${queue} }}`;
const common = { severity: 'warning', team } as const;

function shares({ jobs, thresholds: { worker: limits } }: Deployment): readonly Alert[] {
  const job = { job: applications(jobs) };
  const over = { range: '10m', by, least: limits.minimumTasks };
  const settled = { part: series(ended, { outcome: 'failed' }, job), whole: series(ended, { outcome: ['completed', 'failed'] }, job) };
  const again = { part: series(ended, { outcome: 'retried' }, job), whole: series(ended, {}, job) };
  return [
    {
      ...common,
      alert: 'WorkerFailureRatioHigh',
      expr: `${share({ ...over, ...settled })} > ${limits.failureRatio}`,
      for: '5m',
      summary: `${where}: tasks fail for good`,
      description: `{{ $value | humanizePercentage }} of those that ended in the last 10 minutes failed and are not tried again; the limit is ${percent(limits.failureRatio)}.`,
    },
    {
      ...common,
      alert: 'WorkerRetriesHigh',
      expr: `${share({ ...over, ...again })} > ${limits.retryRatio}`,
      for: '10m',
      summary: `${where}: many attempts have to be made again`,
      description: `{{ $value | humanizePercentage }} of the attempts of the last 10 minutes failed and are repeated, which is work for nothing; the limit is ${percent(limits.retryRatio)}.`,
    },
  ];
}

function saturated({ jobs, thresholds: { worker: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  const mean = (selector: string): string => `sum by (${by}) (avg_over_time(${selector}[10m]))`;
  return {
    ...common,
    alert: 'WorkerSaturated',
    // all slots taken and nothing waiting is as it should be
    expr: `${mean(series(slots.usage, {}, job))} / (${mean(series(slots.limit, {}, job))} > 0) > ${limits.saturationRatio}
  unless on (${labels(ended, 'system', 'queue')}) ${waiting} == 0`,
    for: '10m',
    summary: `${where}: no worker is free`,
    description: `{{ $value | humanizePercentage }} of the slots were taken, on the mean of 10 minutes; the limit is ${percent(limits.saturationRatio)}. What comes has to wait; more workers help.`,
  };
}

function stuck({ jobs, thresholds: { worker: limits } }: Deployment): Alert {
  return {
    ...common,
    alert: 'WorkerTaskStuck',
    expr: `max by (${by}, instance) (${series(longest, {}, { job: applications(jobs) })}) > ${limits.stuckTaskSeconds}`,
    for: '5m',
    summary: `${where}: a task does not end`,
    description: `{{ $labels.instance }} has been working on it for {{ $value | humanizeDuration }}; the limit is ${time(limits.stuckTaskSeconds)}.`,
  };
}

function lost({ jobs, thresholds: { worker: limits } }: Deployment): readonly Alert[] {
  const job = { job: applications(jobs) };
  return [
    {
      ...common,
      alert: 'WorkerDeadLetterGrowing',
      expr: happened(series(deadLetters, {}, job), 15, by),
      summary: `${where}: tasks were put aside`,
      description:
        'Tasks that failed for good in the last 15 minutes: about {{ $value | printf "%.0f" }}. They are dead letters, nobody tries them again.',
    },
    {
      ...common,
      alert: 'WorkerTasksLost',
      expr: `${happened(series(stalls, {}, job), 15, by)} >= ${limits.lostTasks}`,
      summary: `${where}: workers vanish while they work`,
      description:
        'Tasks whose worker was lost in the last 15 minutes: about {{ $value | printf "%.0f" }}. They were put back, and begin again.',
    },
  ];
}

function late({ jobs, thresholds: { worker: limits } }: Deployment): Alert {
  const job = { job: applications(jobs) };
  const of = `${by}, ${label(schedule.lag, 'type')}`;
  return {
    ...common,
    alert: 'WorkerScheduleLag',
    expr: `${times(sum(schedule.lag, {}, job), '1h', of)} / (${times(count(schedule.lag, {}, job), '1h', of)} >= ${limits.minimumScheduledTasks}) > ${limits.scheduleLagSeconds}`,
    for: '5m',
    summary: `${where}: ${named(label(schedule.lag, 'type'), 'what is scheduled')} begins late`,
    description: `{{ $value | humanizeDuration }} later than planned, on the mean of the last hour; the limit is ${time(limits.scheduleLagSeconds)}.`,
  };
}

/** Workers and what they do. What a queue holds is the queue's: `queue.ts`. */
export const workerRules = onJobs(applications, (deployment) => [
  ...queueRules(deployment),
  {
    name: 'worker-alerts',
    rules: [
      ...presence({ prefix: 'Worker', jobs: deployment.jobs.worker, team, meanwhile: 'No task is worked on: what is added waits.' }),
      ...shares(deployment),
      ...lost(deployment),
      saturated(deployment),
      stuck(deployment),
      late(deployment),
      ...outage({
        alert: 'WorkerBrokerDown',
        team,
        selector: series(broker, {}, { job: applications(deployment.jobs) }),
        by: `job, ${label(ended, 'system')}`,
        together: [queue, 'queues'],
        which: `the broker ({{ $labels.${label(ended, 'system')} }})`,
        meanwhile: 'Tasks are neither added nor worked on.',
      }),
    ],
  },
]);
