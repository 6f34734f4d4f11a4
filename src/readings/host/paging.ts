import { host } from '../../catalogue/host.ts';
import { type Reading, UnreadableError } from '../reading.ts';
import type { Point } from '../write.ts';
import { decoded } from './escaped.ts';
import { keyed, wholesOf } from './figures.ts';
import { pointOf } from './point.ts';

/** Where memory is swapped to, in bytes. */
export interface Swap {
  readonly device: string;
  readonly used: number;
  readonly free: number;
}

function swapOf(line: string): Swap | undefined {
  const [device = '', , ...rest] = line.split(/\s+/);
  const [size, used] = wholesOf(rest.slice(0, 2)) ?? [];
  if (size === undefined || used === undefined) return undefined;
  return { device: decoded(device), used: used * 1024, free: Math.max(0, size - used) * 1024 };
}

/** https://man7.org/linux/man-pages/man5/proc_swaps.5.html; undefined for anything else. */
export function parseSwaps(text: string): readonly Swap[] | undefined {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const swaps = lines.map(swapOf);
  return head.startsWith('Filename') && swaps.every((swap) => swap !== undefined) ? swaps : undefined;
}

const counts = ['pswpin ', 'pswpout ', 'pgfault ', 'pgmajfault ', 'oom_kill '] as const;
/** What of `/proc/vmstat` is told here, by its names. */
export const parsePaging = (text: string): ReadonlyMap<(typeof counts)[number], number> => keyed(text, counts);

const { usage, operations, faults } = host.paging;
const { oomKills } = host.memory;

/** A kernel that can't swap has no such file. */
function swapsIn(text = 'Filename'): Point[] {
  const swaps = parseSwaps(text);
  if (swaps === undefined) throw new UnreadableError('proc/swaps', 'a table of swap devices expected');
  const told = swaps.length > 0 ? swaps : [{ used: 0, free: 0 }];
  return told.flatMap(({ used, free, ...device }): Point[] => [
    [used, { ...device, state: 'used' }],
    [free, { ...device, state: 'free' }],
  ]);
}

/** The kernel counts a fault before it knows that it is a major one: what is neither may fall by those that are under way. */
const underway = 10_000;

/** Swap, what was swapped, page faults and what was killed for want of memory. */
export function paging(): Reading {
  let last = 0;
  function minorOf(faulted: number | undefined, major: number | undefined): number | undefined {
    if (faulted === undefined || major === undefined) return undefined;
    const minor = Math.max(0, faulted - major);
    if (minor > last || last - minor > underway) last = minor;
    return last;
  }
  return {
    name: 'paging',
    finds: [usage, operations, faults, oomKills],
    read(files) {
      const count = parsePaging(files.text('proc/vmstat'));
      if (count.size === 0) throw new UnreadableError('proc/vmstat', 'counts expected');
      const major = count.get('pgmajfault ');
      return [
        [usage, swapsIn(files.textIfAny('proc/swaps'))],
        [operations, [...pointOf(count.get('pswpin '), { direction: 'in' }), ...pointOf(count.get('pswpout '), { direction: 'out' })]],
        [faults, [...pointOf(major, { type: 'major' }), ...pointOf(minorOf(count.get('pgfault '), major), { type: 'minor' })]],
        [oomKills, pointOf(count.get('oom_kill '))],
      ];
    },
  };
}
