import { host } from '../../catalogue/host.ts';
import { wholes } from '../numbers.ts';
import { type Found, type Reading, UnreadableError } from '../reading.ts';
import type { Point } from '../write.ts';
import { hold, type Times } from './hold.ts';

/** What /proc/stat says, its times in hundredths of a second, which the kernel counts in for programs on every architecture. */
export interface Stat {
  readonly cores: Times;
  readonly created: number | undefined;
  readonly runnable: number | undefined;
  readonly blocked: number | undefined;
  readonly booted: number | undefined;
}

const modes = host.cpu.time.attributes.mode.of;
const facts = { created: 'processes ', runnable: 'procs_running ', blocked: 'procs_blocked ', booted: 'btime ' } as const;
const kinds = Object.entries(facts);

/** `cpu3 1 2 3 …`: the modes are in the order of the catalogue's, an old kernel has fewer, and the guests' time is in `user` already. */
function coreIn(text: string, from: number, to: number): readonly [core: number, times: readonly number[]] | undefined {
  // the line of all of them together is `cpu  1 2 3 …`
  if (!text.startsWith('cpu', from) || text[from + 3] === ' ') return undefined;
  const [core, ...times] = wholes(text, from + 3, to);
  return core === undefined || times.length === 0 ? undefined : [core, times.slice(0, modes.length)];
}

/** https://man7.org/linux/man-pages/man5/proc_stat.5.html; a line that does not end is not taken. */
export function parseStat(text: string): Stat {
  const cores = new Map<number, readonly number[]>();
  const found: Record<string, number | undefined> = {};
  for (let from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from)) {
    const core = coreIn(text, from, to);
    if (core) cores.set(...core);
    else for (const [key, word] of kinds) if (text.startsWith(word, from)) [found[key]] = wholes(text, from + word.length, to);
  }
  return { cores, created: found['created'], runnable: found['runnable'], blocked: found['blocked'], booted: found['booted'] };
}

function* timesOf(cores: Times): Generator<Point> {
  for (const [core, times] of cores) for (const [i, ticks] of times.entries()) yield [ticks / 100, { core, mode: modes[i] }];
}

const one = (value: number | undefined, attributes = {}): Point[] => (value === undefined ? [] : [[value, attributes]]);
const file = 'proc/stat';
const { cpu, process: processes, booted } = host;

/** Cores, processes and boot time, which one file tells. */
export function stat(): Reading {
  let told: Times = new Map();
  return {
    name: 'stat',
    finds: [cpu.time, cpu.logical, processes.created, processes.threads, booted],
    read(files): Found[] {
      const now = parseStat(files.text(file));
      if (now.cores.size === 0) throw new UnreadableError(file, 'CPUs expected');
      told = hold(told, now.cores);
      return [
        [cpu.time, [...timesOf(told)]],
        [cpu.logical, one(told.size)],
        [processes.created, one(now.created)],
        [processes.threads, [...one(now.runnable, { state: 'runnable' }), ...one(now.blocked, { state: 'blocked' })]],
        [booted, one(now.booted)],
      ];
    },
  };
}
