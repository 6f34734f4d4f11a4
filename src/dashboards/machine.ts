import { label, series, type Target } from '../alerts/promql.ts';
import { host } from '../catalogue/host.ts';
import { rate, sumOf } from './expressions.ts';

const { cpu, memory, filesystem } = host;

/** Share of the time of all CPUs of a machine in which they worked; waiting for a disk is no work. */
export function cpuUsed(target: Target, by?: string): string {
  const idle = sumOf(rate(series(cpu.time, { mode: ['idle', 'iowait'] }, target)), by);
  return `1 - ${idle} / ${sumOf(rate(series(cpu.time, {}, target)), by)}`;
}

/** Share of the memory of a machine that new programs can not have. */
export const memoryUsed = (target: Target): string => `1 - ${series(memory.available, {}, target)} / ${series(memory.limit, {}, target)}`;

/** Share of each file system that can be written to and is. */
export function diskUsed(target: Target): string {
  const used = series(filesystem.usage, { state: 'used', mode: 'rw' }, target);
  return `${used} / ignoring (${label(filesystem.usage, 'state')}) ${series(filesystem.limit, { mode: 'rw' }, target)}`;
}
