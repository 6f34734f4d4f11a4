import { counter, updown } from './define.ts';

const mode = {
  name: 'cpu.mode',
  of: ['user', 'nice', 'system', 'idle', 'iowait', 'interrupt', 'softirq', 'steal'],
} as const;

/** The process and the machine, as https://opentelemetry.io/docs/specs/semconv/system/ names them and OpenTelemetry's host metrics read them. */
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
  },
  system: {
    cpu: counter({
      name: 'system.cpu.time',
      unit: 's',
      means: 'Time that each logical CPU of the machine has spent in each mode.',
      attributes: { mode, core: { name: 'cpu.logical_number', keep: 512 } },
      limit: 4096,
    }),
    memory: updown({
      name: 'system.memory.usage',
      unit: 'By',
      means: 'Memory of the machine by state; what is free includes what can be reclaimed.',
      attributes: { state: { name: 'system.memory.state', of: ['used', 'free', 'buffers', 'cached'] } },
    }),
  },
} as const;
