import { rounded } from '../alerts/burn-rate.ts';
import { label, series } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { host } from '../catalogue/host.ts';
import { type Boards, folded, type Line, row } from './board.ts';
import { increase, maxOf, per, rate, selected, shown, sumOf, top } from './expressions.ts';
import { lines } from './lines.ts';
import { cpuUsed, diskUsed, memoryUsed } from './machine.ts';
import { number } from './number.ts';
import { instance, job } from './variables.ts';

const { cpu, load, memory, paging, pressure, temperature, filesystem, disk, network, process, descriptors, uptime } = host;
const who = 'instance';
const machine = '{{instance}}';

type Limits = Thresholds['host'];

const now = (limits: Limits): Line =>
  row(
    100,
    'Now',
    4,
    number(1, 'CPU', {
      description: 'Share of the time of all CPUs in which they worked, of the machine that works most.',
      unit: 'percentunit',
      bounds: { warn: limits.cpuRatio },
      queries: [{ expr: maxOf(cpuUsed(selected, who)) }],
    }),
    number(2, 'Memory', {
      description: 'Share of the memory that new programs can not have, of the machine that has least.',
      unit: 'percentunit',
      bounds: { warn: limits.memoryRatio },
      queries: [{ expr: maxOf(memoryUsed(selected)) }],
    }),
    number(3, 'Fullest file system', {
      description: 'Share of its space that is used, of the file system that is fullest.',
      unit: 'percentunit',
      bounds: { bad: limits.diskRatio },
      queries: [{ expr: maxOf(diskUsed(selected)) }],
    }),
    number(4, 'Up for', {
      description: 'How long the machine has been up that was started last.',
      unit: 's',
      queries: [{ expr: `min(${series(uptime, {}, selected)})` }],
    }),
  );

const processors = (limits: Limits): Line =>
  row(
    101,
    'CPU',
    8,
    lines(5, 'CPU by mode', {
      description: 'What the CPUs of all machines do when they are not idle, as CPUs. Steal is what another machine took.',
      unit: 'none',
      stacked: true,
      queries: [per(cpu.time, ['mode'], (by) => sumOf(rate(series(cpu.time, { mode: { not: 'idle' } }, selected)), by))],
    }),
    lines(6, 'Load by CPU', {
      description: 'Threads that run or wait for a CPU or a disk, by CPU. Above 1 somebody waits.',
      unit: 'none',
      queries: Object.entries({ '1m': load.one, '5m': load.five, '15m': load.fifteen }).map(([span, of]) => ({
        expr: `${series(of, {}, selected)} / ${series(cpu.logical, {}, selected)}`,
        legend: `${machine} ${span}`,
      })),
    }),
    lines(7, 'Pressure', {
      description: 'Share of time in which some task waited for a resource: what is short, of CPU, memory and disks.',
      unit: 'percentunit',
      bounds: { warn: limits.cpuPressureRatio },
      upTo: limits.cpuPressureRatio,
      queries: [
        {
          expr: maxOf(rate(series(pressure, { severity: 'some' }, selected)), `${who}, ${label(pressure, 'resource')}`),
          legend: `${machine} ${shown(pressure, 'resource')}`,
        },
      ],
      none: 'the kernel does not tell',
    }),
  );

const memories = (limits: Limits): Line =>
  row(
    102,
    'Memory and heat',
    8,
    lines(8, 'Memory', {
      description: 'Memory that is used, and how much there is.',
      unit: 'bytes',
      queries: [
        { expr: series(memory.usage, { state: 'used' }, selected), legend: `${machine} used` },
        { expr: series(memory.limit, {}, selected), legend: `${machine} all` },
      ],
    }),
    lines(9, 'Swapping', {
      description: 'Pages swapped in and out, and faults that had to read from a disk: memory is too small where this goes on.',
      unit: 'ops',
      bounds: { warn: limits.majorFaultsPerSecond },
      queries: [
        per(paging.operations, ['direction'], (by) => sumOf(rate(series(paging.operations, {}, selected)), by)),
        { expr: sumOf(rate(series(paging.faults, { type: 'major' }, selected))), legend: 'major faults' },
      ],
    }),
    lines(10, 'Temperature', {
      description: 'Of the ten hottest sensors.',
      unit: 'celsius',
      bounds: { warn: limits.temperatureCelsius },
      queries: [
        {
          expr: top(series(temperature.current, {}, selected)),
          legend: `${machine} ${shown(temperature.current, 'name', 'location')}`,
        },
      ],
      none: 'no sensor',
    }),
  );

const storage = (limits: Limits): Line =>
  row(
    103,
    'Disks',
    8,
    lines(11, 'File systems', {
      description: 'Share of the space of each file system that is used, of the ten fullest.',
      unit: 'percentunit',
      bounds: { bad: limits.diskRatio },
      most: 1,
      queries: [{ expr: top(diskUsed(selected)), legend: `${machine} ${shown(filesystem.usage, 'mountpoint')}` }],
    }),
    lines(12, 'Read and written', {
      description: 'Bytes of all disks.',
      unit: 'Bps',
      queries: [per(disk.io, ['device', 'direction'], (by) => top(sumOf(rate(series(disk.io, {}, selected)), by)))],
      none: 'no disk',
    }),
    lines(13, 'Disks that are busy', {
      description: 'Share of time in which a disk had something to do.',
      unit: 'percentunit',
      most: 1,
      queries: [per(disk.ioTime, ['device'], (by) => top(maxOf(rate(series(disk.ioTime, {}, selected)), `${who}, ${by}`)))],
      none: 'no disk',
    }),
  );

const networks = (): Line =>
  row(
    104,
    'Network',
    8,
    lines(14, 'Received and sent', {
      description: 'Bytes of each interface, of the ten busiest.',
      unit: 'Bps',
      queries: [per(network.io, ['interface', 'direction'], (by) => top(sumOf(rate(series(network.io, {}, selected)), by)))],
      none: 'no interface',
    }),
    lines(15, 'Errors and drops', {
      description: 'Packets that arrived broken, or that were dropped though nothing was wrong with them.',
      unit: 'cps',
      queries: Object.entries({ errors: network.errors, dropped: network.dropped }).map(([legend, of]) => ({
        expr: sumOf(rate(series(of, {}, selected))),
        legend,
      })),
      none: 'no interface',
    }),
    lines(16, 'Connections', {
      description: 'TCP connections by state. Many in close_wait are never closed by a program.',
      unit: 'short',
      queries: [per(network.connections, ['state'], (by) => `${sumOf(series(network.connections, {}, selected), by)} > 0`)],
      none: 'not told',
    }),
  );

const more = (limits: Limits): Line =>
  folded(
    105,
    'Processes, files and inodes',
    8,
    lines(17, 'Processes by state', {
      description: 'Those that are blocked wait for a disk; those that are defunct ended and nobody asked how.',
      unit: 'short',
      queries: [per(process.count, ['state'], (by) => `${sumOf(series(process.count, {}, selected), by)} > 0`)],
    }),
    lines(18, 'Killed for memory', {
      description: 'Processes that the kernel killed because memory had run out.',
      unit: 'short',
      queries: [{ expr: increase(series(memory.oomKills, {}, selected)), legend: machine }],
    }),
    lines(19, 'Open files, of their limit', {
      description: 'Share of the files that a machine may have open.',
      unit: 'percentunit',
      bounds: { warn: limits.fileDescriptorsRatio },
      queries: [{ expr: `${series(descriptors.usage, {}, selected)} / ${series(descriptors.limit, {}, selected)}`, legend: machine }],
    }),
    lines(20, 'Inodes', {
      description: 'Share of the inodes of each file system that is used, of the ten fullest. At 1 no file can be made.',
      unit: 'percentunit',
      bounds: { warn: rounded(1 - limits.freeInodesRatio) },
      queries: [{ expr: top(inodesUsed()), legend: `${machine} ${shown(filesystem.inodes, 'mountpoint')}` }],
      none: 'no fixed number',
    }),
  );

function inodesUsed(): string {
  const state = label(filesystem.inodes, 'state');
  const all = `sum without (${state}) (${series(filesystem.inodes, {}, selected)})`;
  return `${series(filesystem.inodes, { state: 'used' }, selected)} / ignoring (${state}) ${all}`;
}

/** The machines below it all, as the collector sees them. */
export const hostBoard: Boards = ({ jobs, thresholds: { host: limits } }) => ({
  name: 'host',
  title: 'Machine',
  description: 'The machines that all of this runs on: CPU, memory, disks, network.',
  team: 'platform',
  variables: [job(memory.limit, jobs.collector), instance(memory.limit)],
  lines: [now(limits), processors(limits), memories(limits), storage(limits), networks(), more(limits)],
});
