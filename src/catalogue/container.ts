import { counter, gauge, info, updown } from './define.ts';

/** Of which container: none of these in a service, which has them in `target_info`; the collector tells many apart. */
const which = {
  id: { name: 'container.id', keep: 500, optional: true },
  runtime: { name: 'container.runtime.name', of: ['docker', 'containerd', 'cri-o', 'podman'], optional: true },
} as const;
const limit = 500;

/**
 * Containers, as their control groups account for them: https://opentelemetry.io/docs/specs/semconv/system/container-metrics/
 * What is not limited has no limit here.
 */
export const container = {
  info: info({
    name: 'autonomica.container',
    unit: '',
    means: 'Which container there is, its runtime, and the version of the control groups it was read from.',
    attributes: { ...which, cgroup: { name: 'autonomica.cgroup.version', of: ['1', '2', 'hybrid'] } },
    limit,
  }),
  uptime: gauge({
    name: 'container.uptime',
    unit: 's',
    means: 'Time since the container was started.',
    attributes: which,
    limit,
  }),
  cpu: {
    time: counter({ name: 'container.cpu.time', unit: 's', means: 'CPU time that the container has used.', attributes: which, limit }),
    limit: gauge({
      name: 'autonomica.container.cpu.limit',
      unit: '{cpu}',
      means: 'CPUs that the container may use; none where it may use all.',
      attributes: which,
      limit,
    }),
    periods: counter({
      name: 'autonomica.container.cpu.periods',
      unit: '{period}',
      means: 'Periods in which the container ran under a CPU limit.',
      attributes: which,
      limit,
    }),
    throttledPeriods: counter({
      name: 'autonomica.container.cpu.throttled.periods',
      unit: '{period}',
      means: 'Periods in which the container had used up its CPU limit.',
      attributes: which,
      limit,
    }),
    throttledTime: counter({
      name: 'autonomica.container.cpu.throttled.time',
      unit: 's',
      means: 'Time that tasks of the container waited for its CPU limit.',
      attributes: which,
      limit,
    }),
  },
  memory: {
    usage: updown({
      name: 'container.memory.usage',
      unit: 'By',
      means: 'Memory of the container, the cache of its files included.',
      attributes: which,
      limit,
    }),
    workingSet: updown({
      name: 'container.memory.working_set',
      unit: 'By',
      means: 'Memory of the container without files that have not been used lately; at the limit it is killed.',
      attributes: which,
      limit,
    }),
    rss: updown({
      name: 'container.memory.rss',
      unit: 'By',
      means: 'Memory of the container that holds no file.',
      attributes: which,
      limit,
    }),
    available: updown({
      name: 'container.memory.available',
      unit: 'By',
      means:
        'How much the working set may grow up to the limit, if nothing else grows that the limit holds for; none where there is no limit.',
      attributes: which,
      limit,
    }),
    limit: updown({
      name: 'autonomica.container.memory.limit',
      unit: 'By',
      means: 'Memory that the container may use; none where it may use all.',
      attributes: which,
      limit,
    }),
    oomKills: counter({
      name: 'autonomica.container.oom_kills',
      unit: '{kill}',
      means: 'Processes of the container that were killed because it had reached its memory limit.',
      attributes: which,
      limit,
    }),
  },
  diskIo: counter({
    name: 'container.disk.io',
    unit: 'By',
    means: 'Bytes that the container has read from and written to each disk.',
    attributes: {
      ...which,
      device: { name: 'system.device', keep: 50 },
      direction: { name: 'disk.io.direction', of: ['read', 'write'] },
    },
    limit: 2000,
  }),
  processes: {
    count: updown({
      name: 'autonomica.container.pids',
      unit: '{process}',
      means: 'Processes and threads of the container.',
      attributes: which,
      limit,
    }),
    limit: updown({
      name: 'autonomica.container.pids.limit',
      unit: '{process}',
      means: 'Processes and threads that the container may have; none where it may have any number.',
      attributes: which,
      limit,
    }),
  },
} as const;
