import { host } from '../../catalogue/host.ts';
import { type Reading, UnreadableError } from '../reading.ts';
import { keyed } from './figures.ts';
import { pointOf } from './point.ts';

/** Bytes; what the kernel does not tell is undefined. */
export interface Memory {
  readonly total: number;
  /** Since Linux 3.14. */
  readonly available: number | undefined;
  readonly used: number | undefined;
  readonly free: number | undefined;
  readonly buffers: number | undefined;
  readonly cached: number | undefined;
}

const lines = ['MemTotal:', 'MemFree:', 'MemAvailable:', 'Buffers:', 'Cached:'] as const;

/** https://man7.org/linux/man-pages/man5/proc_meminfo.5.html */
export function parseMemory(text: string): Memory | undefined {
  const found = keyed(text, lines, ' kB');
  const bytes = (line: (typeof lines)[number]): number => (found.get(line) ?? Number.NaN) * 1024;
  const [total, free, buffers, cached] = [bytes('MemTotal:'), bytes('MemFree:'), bytes('Buffers:'), bytes('Cached:')];
  if (Number.isNaN(total)) return undefined;
  const available = known(bytes('MemAvailable:'));
  const used = Math.max(0, total - (available ?? free + buffers + cached));
  return { total, available, used: known(used), free: known(free), buffers: known(buffers), cached: known(cached) };
}

const known = (amount: number): number | undefined => (Number.isNaN(amount) ? undefined : amount);

const file = 'proc/meminfo';
const { usage, limit, available } = host.memory;
const states = ['used', 'free', 'buffers', 'cached'] as const;

export const memory: Reading = {
  name: 'memory',
  finds: [usage, limit, available],
  read(files) {
    const found = parseMemory(files.text(file));
    if (found === undefined) throw new UnreadableError(file, 'MemTotal expected');
    return [
      [usage, states.flatMap((state) => pointOf(found[state], { state }))],
      [limit, pointOf(found.total)],
      [available, pointOf(found.available)],
    ];
  },
};
