import { label, series } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { container } from '../catalogue/container.ts';
import { type Boards, type Line, line, row } from './board.ts';
import { chosen, countOf, increase, rate, selected, shown, sumOf, top } from './expressions.ts';
import { lines } from './lines.ts';
import { number } from './number.ts';
import type { Query } from './panel.ts';
import { instance, job, values } from './variables.ts';

const { cpu, memory, diskIo, processes, info, uptime } = container;
const where = { id: chosen('container') };
const id = label(info, 'id');
const none = 'no container';

/** Of the twenty of which something is most, by the first of their ids, as tools print them. */
const each = (expr: string): readonly Query[] => [
  { expr: `label_replace(${top(expr, 20)}, "container", "$1", "${id}", "(.{12}).*")`, legend: '{{instance}} {{container}}' },
];

type Limits = Thresholds['container'];

const now = (): Line =>
  row(
    100,
    'Now',
    4,
    number(1, 'Containers', {
      description: 'Containers that are seen, from outside by the collector or from inside by a service.',
      unit: 'short',
      queries: [{ expr: countOf(series(info, where, selected)) }],
      none,
    }),
    number(2, 'CPUs used', {
      description: 'How many CPUs all of them keep busy.',
      unit: 'none',
      decimals: 2,
      queries: [{ expr: sumOf(rate(series(cpu.time, where, selected))) }],
      none,
    }),
    number(3, 'Memory', {
      description: 'Memory of all of them, without files that have not been used lately.',
      unit: 'bytes',
      queries: [{ expr: sumOf(series(memory.workingSet, where, selected)) }],
      none,
    }),
    number(4, 'Killed for memory', {
      description:
        'Processes of containers that still are, killed within the time that is shown for want of memory. With its main process a container ends, and its count too: the machine has that one.',
      unit: 'short',
      decimals: 0,
      queries: [{ expr: sumOf(increase(series(memory.oomKills, where, selected), '$__range')) }],
      bounds: { bad: 1 },
      none,
    }),
  );

const cpus = (limits: Limits): Line =>
  row(
    101,
    'CPU',
    8,
    lines(5, 'CPU', {
      description: 'CPUs that each container keeps busy.',
      unit: 'none',
      queries: each(rate(series(cpu.time, where, selected))),
      none,
    }),
    lines(6, 'CPU, of its limit', {
      description: 'Share of what a container may use, where that is limited.',
      unit: 'percentunit',
      queries: each(`${rate(series(cpu.time, where, selected))} / (${series(cpu.limit, where, selected)} > 0)`),
      none: 'no limits',
    }),
    lines(7, 'Throttled', {
      description: 'Share of the periods in which a container had used up its limit, and waited.',
      unit: 'percentunit',
      bounds: { warn: limits.throttledRatio },
      upTo: limits.throttledRatio,
      queries: each(`${rate(series(cpu.throttledPeriods, where, selected))} / (${rate(series(cpu.periods, where, selected))} > 0)`),
      none: 'no limits',
    }),
  );

const memories = (limits: Limits): Line =>
  row(
    102,
    'Memory',
    8,
    lines(8, 'Memory', {
      description: 'Memory of each container, without files that have not been used lately.',
      unit: 'bytes',
      queries: each(series(memory.workingSet, where, selected)),
      none,
    }),
    lines(9, 'Memory, of its limit', {
      description: 'Share of what a container may have, where that is limited. At 1 something in it is killed.',
      unit: 'percentunit',
      bounds: { warn: limits.memoryRatio },
      upTo: 1,
      queries: each(`${series(memory.workingSet, where, selected)} / (${series(memory.limit, where, selected)} > 0)`),
      none: 'no limits',
    }),
    lines(10, 'Killed for memory', {
      description:
        'Processes that were killed because their container had reached its limit, but for the main one, with which its count ends.',
      unit: 'short',
      queries: each(increase(series(memory.oomKills, where, selected))),
      none,
    }),
  );

const others = (): Line =>
  line(
    8,
    lines(11, 'Read and written', {
      description: 'Bytes of each container, from and to all disks.',
      unit: 'Bps',
      queries: [
        {
          expr: `label_replace(${top(sumOf(rate(series(diskIo, where, selected)), `instance, ${id}, ${label(diskIo, 'direction')}`))}, "container", "$1", "${id}", "(.{12}).*")`,
          legend: `{{instance}} {{container}} ${shown(diskIo, 'direction')}`,
        },
      ],
      none: 'nothing read',
    }),
    lines(12, 'Processes and threads', {
      description: 'How many each container has.',
      unit: 'short',
      queries: each(series(processes.count, where, selected)),
      none,
    }),
    lines(13, 'Up for', {
      description: 'How long each container has been up: what falls was started again.',
      unit: 's',
      queries: each(series(uptime, where, selected)),
      none,
    }),
  );

/** Containers, as their control groups account for them. */
export const containerBoard: Boards = ({ thresholds: { container: limits } }) => ({
  name: 'container',
  title: 'Containers',
  description: 'Containers, seen from outside or from inside: what they use, and of what they have too little.',
  team: 'platform',
  variables: [job(info), instance(info), values('container', 'Container', info, 'id')],
  lines: [now(), cpus(limits), memories(limits), others()],
});
