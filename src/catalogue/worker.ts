import { activity } from './activity.ts';
import { counter, gauge, histogram, updown } from './define.ts';

/** Tasks: seconds to an hour. */
const seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];
const waits = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

const system = { name: 'messaging.system', keep: 10, optional: true } as const;
const queue = { name: 'messaging.destination.name', keep: 50 } as const;
const type = { name: 'autonomica.task.type', keep: 50, optional: true } as const;
const priority = { name: 'autonomica.task.priority', of: ['high', 'normal', 'low'], optional: true } as const;
const outcome = { name: 'autonomica.task.outcome', of: ['completed', 'retried', 'failed', 'cancelled'] } as const;
const error = { name: 'error.type', keep: 30, optional: true } as const;
const which = { system, queue, type, priority } as const;

/**
 * Queues and those who work on them. Where https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/ has a name it is that,
 * else ours. What is said of a queue is the queue's, not the replica's: `max by (queue)`.
 */
export const worker = {
  task: activity({
    attributes: which,
    ends: { outcome },
    returned: { outcome: 'completed' },
    thrown: { outcome: 'failed' },
    constant: { operation: 'process' },
    metrics: {
      active: updown({
        name: 'autonomica.task.active',
        unit: '{task}',
        means: 'Tasks that are being worked on.',
        attributes: which,
        limit: 500,
      }),
      duration: histogram({
        name: 'messaging.process.duration',
        unit: 's',
        means: 'How long an attempt at a task took.',
        attributes: { system, operation: { name: 'messaging.operation.name', of: ['process'] }, queue, type, outcome, error },
        buckets: seconds,
        limit: 280,
      }),
      ended: counter({
        name: 'autonomica.tasks',
        unit: '{task}',
        means: 'Attempts at tasks by how they ended; one that failed is not tried again, one that was retried is.',
        attributes: { ...which, outcome },
        limit: 1000,
      }),
      longest: gauge({
        name: 'autonomica.task.longest.age',
        unit: 's',
        means: 'How long the task has been worked on that was started first.',
        attributes: { system, queue },
      }),
    },
  }),
  wait: histogram({
    name: 'autonomica.task.wait.duration',
    unit: 's',
    means: 'How long a task waited for its first attempt, from when it could have begun.',
    attributes: { system, queue, type, priority },
    buckets: waits,
    limit: 280,
  }),
  latency: histogram({
    name: 'autonomica.task.latency',
    unit: 's',
    means: 'How long a task took from when it was added until it was completed or failed for good, all attempts and waits included.',
    attributes: { system, queue, type, outcome },
    buckets: waits,
    limit: 280,
  }),
  attempts: histogram({
    name: 'autonomica.task.attempts',
    unit: '{attempt}',
    means: 'How many attempts a task took until it was completed or failed for good.',
    attributes: { system, queue, type, outcome },
    buckets: [1, 2, 3, 5, 8, 13, 21],
    limit: 280,
  }),
  stalls: counter({
    name: 'autonomica.task.stalls',
    unit: '{task}',
    means: 'Tasks whose worker was lost, and that were put back.',
    attributes: { system, queue },
  }),
  deadLetters: counter({
    name: 'autonomica.task.dead_letters',
    unit: '{task}',
    means: 'Tasks that failed for good and were put aside.',
    attributes: { system, queue },
  }),
  schedule: {
    lag: histogram({
      name: 'autonomica.schedule.lag',
      unit: 's',
      means: 'How much later than planned a scheduled task began.',
      attributes: { system, queue, type },
      buckets: waits,
      limit: 280,
    }),
  },
  queue: {
    size: updown({
      name: 'autonomica.queue.size',
      unit: '{task}',
      means: 'Tasks in a queue by state. A fact about the queue: every replica says the same.',
      attributes: {
        system,
        queue,
        state: { name: 'autonomica.task.state', of: ['waiting', 'active', 'delayed', 'failed', 'completed', 'paused', 'blocked'] },
        priority,
      },
      limit: 1000,
    }),
    oldest: gauge({
      name: 'autonomica.queue.oldest_task.age',
      unit: 's',
      means: 'How long the task has waited that has waited longest; 0 where none waits.',
      attributes: { system, queue },
    }),
    paused: gauge({
      name: 'autonomica.queue.paused',
      unit: '',
      means: '1 while a queue is paused: what it holds waits by intention.',
      attributes: { system, queue },
    }),
  },
  slots: {
    usage: updown({
      name: 'autonomica.worker.slot.usage',
      unit: '{slot}',
      means: 'Tasks that workers of this process have taken.',
      attributes: { system, queue },
    }),
    limit: updown({
      name: 'autonomica.worker.slot.limit',
      unit: '{slot}',
      means: 'Tasks that workers of this process can have at once.',
      attributes: { system, queue },
    }),
  },
  broker: gauge({
    name: 'autonomica.broker.up',
    unit: '',
    means: '1 while the broker answers, 0 while it does not.',
    attributes: { system, queue },
  }),
} as const;
