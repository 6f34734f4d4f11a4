import { counter, gauge, histogram, info, summary, updown } from './define.ts';

const mode = { name: 'cpu.mode', of: ['user', 'system'] } as const;

const space = { name: 'v8js.heap.space.name', keep: 30 } as const;

/** The process, as https://opentelemetry.io/docs/specs/semconv/system/process-metrics/ names it, and what runs in it. */
export const runtime = {
  process: {
    cpu: counter({
      name: 'process.cpu.time',
      unit: 's',
      means: 'CPU time that this process has used.',
      attributes: { mode },
    }),
    memory: updown({
      name: 'process.memory.usage',
      unit: 'By',
      means: 'Physical memory that this process holds.',
      attributes: {},
    }),
    uptime: gauge({ name: 'process.uptime', unit: 's', means: 'Time since this process was started.', attributes: {} }),
    started: gauge({
      name: 'process.start.time',
      unit: 's',
      means: 'When this process was started, in seconds since 1970.',
      attributes: {},
    }),
    threads: updown({ name: 'process.thread.count', unit: '{thread}', means: 'Threads of this process.', attributes: {} }),
    descriptors: updown({
      name: 'process.unix.file_descriptor.count',
      unit: '{file_descriptor}',
      means: 'File descriptors that this process has open.',
      attributes: {},
    }),
    maxDescriptors: updown({
      name: 'autonomica.process.file_descriptor.limit',
      unit: '{file_descriptor}',
      means: 'File descriptors that this process may have open.',
      attributes: {},
    }),
    build: info({
      name: 'autonomica.build',
      unit: '',
      means: 'What runs: the version of the service, if it says one, of Node and of this package.',
      attributes: {
        service: { name: 'service.version', keep: 5, optional: true },
        node: { name: 'process.runtime.version', keep: 5 },
        package: { name: 'autonomica.metrics.version', keep: 5 },
      },
    }),
  },
  /** https://opentelemetry.io/docs/specs/semconv/runtime/nodejs-metrics/ */
  loop: {
    time: counter({
      name: 'nodejs.eventloop.time',
      unit: 's',
      means: 'Time that the event loop has been active and idle.',
      attributes: { state: { name: 'nodejs.eventloop.state', of: ['active', 'idle'] } },
    }),
    utilization: gauge({
      name: 'nodejs.eventloop.utilization',
      unit: '1',
      means: 'Share of the last minute in which the event loop was active, whoever scrapes and how often.',
      attributes: {},
    }),
    delay: summary({
      name: 'nodejs.eventloop.delay',
      unit: 's',
      means: 'How late the event loop came to a timer, beyond its interval; the quantiles are of the last minute.',
      attributes: {},
      quantiles: [0.5, 0.9, 0.99],
    }),
    min: gauge({ name: 'nodejs.eventloop.delay.min', unit: 's', means: 'Least delay of the last minute.', attributes: {} }),
    max: gauge({ name: 'nodejs.eventloop.delay.max', unit: 's', means: 'Greatest delay of the last minute.', attributes: {} }),
    p50: gauge({ name: 'nodejs.eventloop.delay.p50', unit: 's', means: 'Median delay of the last minute.', attributes: {} }),
    p90: gauge({
      name: 'nodejs.eventloop.delay.p90',
      unit: 's',
      means: '90th percentile of the delay of the last minute.',
      attributes: {},
    }),
    p99: gauge({
      name: 'nodejs.eventloop.delay.p99',
      unit: 's',
      means: '99th percentile of the delay of the last minute.',
      attributes: {},
    }),
  },
  /** https://opentelemetry.io/docs/specs/semconv/runtime/v8js-metrics/ */
  v8: {
    gc: histogram({
      name: 'v8js.gc.duration',
      unit: 's',
      means: 'Duration of collections of garbage, by kind.',
      attributes: { type: { name: 'v8js.gc.type', of: ['major', 'minor', 'incremental', 'weakcb'] } },
      buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    }),
    size: updown({
      name: 'v8js.memory.heap.limit',
      unit: 'By',
      means: 'Memory set aside for each space of the heap.',
      attributes: { space },
    }),
    used: updown({ name: 'v8js.memory.heap.used', unit: 'By', means: 'Memory used in each space of the heap.', attributes: { space } }),
    available: updown({
      name: 'v8js.memory.heap.space.available_size',
      unit: 'By',
      means: 'Memory free in each space of the heap.',
      attributes: { space },
    }),
    physical: updown({
      name: 'v8js.memory.heap.space.physical_size',
      unit: 'By',
      means: 'Memory that each space of the heap holds of the machine.',
      attributes: { space },
    }),
    limit: updown({
      name: 'autonomica.heap.limit',
      unit: 'By',
      means: 'How large the heap may grow; beyond it the process dies.',
      attributes: {},
    }),
    external: updown({
      name: 'autonomica.heap.external',
      unit: 'By',
      means: 'Memory outside the heap that JavaScript objects hold, buffers among it.',
      attributes: {},
    }),
    resources: updown({
      name: 'v8js.resource.active',
      unit: '{resource}',
      means: 'What keeps the event loop alive: sockets, servers, timers and the like.',
      attributes: { type: { name: 'v8js.resource.type', keep: 50 } },
    }),
  },
} as const;
