import { counter, gauge, info, updown } from './define.ts';
import { network } from './host/network.ts';
import { storage } from './host/storage.ts';

/** `softirq` is what the OpenTelemetry Collector calls it; the conventions have no word. */
const mode = { name: 'cpu.mode', of: ['user', 'nice', 'system', 'idle', 'iowait', 'interrupt', 'softirq', 'steal'] } as const;
const core = { name: 'cpu.logical_number', keep: 1024 } as const;
/**
 * The machine, by the names of https://opentelemetry.io/docs/specs/semconv/system/system-metrics/; where they have none, by those of the
 * OpenTelemetry Collector's host metrics, else by ours. In a container this is the machine below it.
 */
export const host = {
  cpu: {
    time: counter({
      name: 'system.cpu.time',
      unit: 's',
      means: 'Time that each logical CPU of the machine has spent in each mode.',
      attributes: { mode, core },
      limit: 4096,
    }),
    logical: updown({ name: 'system.cpu.logical.count', unit: '{cpu}', means: 'Logical CPUs that are online.', attributes: {} }),
    physical: updown({ name: 'system.cpu.physical.count', unit: '{cpu}', means: 'Cores of the machine.', attributes: {} }),
    frequency: gauge({
      name: 'system.cpu.frequency',
      unit: 'Hz',
      means: 'Current frequency of each logical CPU.',
      attributes: { core },
    }),
  },
  load: {
    one: gauge({ name: 'system.cpu.load_average.1m', unit: '{thread}', means: 'Load of the last minute.', attributes: {} }),
    five: gauge({ name: 'system.cpu.load_average.5m', unit: '{thread}', means: 'Load of the last 5 minutes.', attributes: {} }),
    fifteen: gauge({ name: 'system.cpu.load_average.15m', unit: '{thread}', means: 'Load of the last 15 minutes.', attributes: {} }),
  },
  /** https://opentelemetry.io/docs/specs/semconv/hardware/temperature/ */
  temperature: {
    current: gauge({
      name: 'hw.temperature',
      unit: 'Cel',
      means: 'Temperature of each sensor.',
      attributes: {
        id: { name: 'hw.id', keep: 300 },
        name: { name: 'hw.name', keep: 100, optional: true },
        location: { name: 'hw.sensor_location', keep: 300, optional: true },
      },
      limit: 300,
    }),
    limit: gauge({
      name: 'hw.temperature.limit',
      unit: 'Cel',
      means: 'Temperature at which a sensor is too hot, or its device shuts down.',
      attributes: {
        id: { name: 'hw.id', keep: 300 },
        type: { name: 'hw.limit_type', of: ['high.degraded', 'high.critical'] },
      },
    }),
  },
  memory: {
    usage: updown({
      name: 'system.memory.usage',
      unit: 'By',
      means: 'Memory of the machine by state. What is used is what is not available; the states overlap and do not add up to the limit.',
      attributes: { state: { name: 'system.memory.state', of: ['used', 'free', 'buffers', 'cached'] } },
    }),
    limit: updown({ name: 'system.memory.limit', unit: 'By', means: 'Memory that the machine has.', attributes: {} }),
    available: updown({
      name: 'system.memory.linux.available',
      unit: 'By',
      means: 'Memory that new programs can have without swapping, as the kernel estimates it.',
      attributes: {},
    }),
    oomKills: counter({
      name: 'autonomica.host.oom_kills',
      unit: '{kill}',
      means: 'Processes that the kernel killed because memory had run out, of the machine or of a control group.',
      attributes: {},
    }),
  },
  paging: {
    usage: updown({
      name: 'system.paging.usage',
      unit: 'By',
      means: 'Swap space by state and device; 0 where there is none.',
      attributes: {
        state: { name: 'system.paging.state', of: ['used', 'free'] },
        device: { name: 'system.device', keep: 50, optional: true },
      },
    }),
    operations: counter({
      name: 'system.paging.operations',
      unit: '{operation}',
      means: 'Pages swapped in and out.',
      attributes: { direction: { name: 'system.paging.direction', of: ['in', 'out'] } },
    }),
    faults: counter({
      name: 'system.paging.faults',
      unit: '{fault}',
      means: 'Page faults; major ones had to read from a disk.',
      attributes: { type: { name: 'system.paging.fault.type', of: ['major', 'minor'] } },
    }),
  },
  /** https://docs.kernel.org/accounting/psi.html */
  pressure: counter({
    name: 'autonomica.host.pressure',
    unit: 's',
    means: 'Time in which some tasks, or all of them (full), waited for a resource.',
    attributes: {
      resource: { name: 'autonomica.pressure.resource', of: ['cpu', 'memory', 'io'] },
      severity: { name: 'autonomica.pressure.severity', of: ['some', 'full'] },
    },
  }),
  ...storage,
  network,
  process: {
    count: updown({
      name: 'system.process.count',
      unit: '{process}',
      means: 'Processes by state; blocked ones wait for a disk, idle ones are threads of the kernel.',
      attributes: { state: { name: 'process.state', of: ['running', 'sleeping', 'blocked', 'idle', 'stopped', 'defunct'] } },
    }),
    created: counter({ name: 'system.process.created', unit: '{process}', means: 'Processes started since boot.', attributes: {} }),
    threads: updown({
      name: 'autonomica.host.threads',
      unit: '{thread}',
      means: 'Threads that run or could run, and those that wait for a disk.',
      attributes: { state: { name: 'autonomica.thread.state', of: ['runnable', 'blocked'] } },
    }),
  },
  descriptors: {
    usage: updown({
      name: 'autonomica.host.file_descriptor.usage',
      unit: '{file_descriptor}',
      means: 'Open files of the machine.',
      attributes: {},
    }),
    limit: updown({
      name: 'autonomica.host.file_descriptor.limit',
      unit: '{file_descriptor}',
      means: 'Files that the machine may have open.',
      attributes: {},
    }),
  },
  booted: gauge({
    name: 'autonomica.host.boot.time',
    unit: 's',
    means: 'When the machine was started, in seconds since 1970.',
    attributes: {},
  }),
  uptime: gauge({ name: 'system.uptime', unit: 's', means: 'Time since the machine was started.', attributes: {} }),
  info: info({
    name: 'autonomica.host',
    unit: '',
    means: 'What the machine is: its name, kernel, distribution and processor.',
    attributes: {
      name: { name: 'host.name', keep: 2 },
      arch: { name: 'host.arch', keep: 2 },
      kernel: { name: 'autonomica.kernel.release', keep: 2 },
      os: { name: 'os.name', keep: 2, optional: true },
      version: { name: 'os.version', keep: 2, optional: true },
      cpu: { name: 'host.cpu.model.name', keep: 2, optional: true },
    },
    limit: 2,
  }),
} as const;
