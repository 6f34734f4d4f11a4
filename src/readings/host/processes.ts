import { host } from '../../catalogue/host.ts';
import { Slice } from '../../slice.ts';
import type { Files } from '../files.ts';
import { type Found, type Sampling, UnreadableError } from '../reading.ts';
import type { Point } from '../write.ts';

type State = (typeof host.process.count.attributes.state.of)[number];
const states: readonly State[] = host.process.count.attributes.state.of;

const letters: ReadonlyMap<string | undefined, State> = new Map([
  ['R', 'running'],
  ['S', 'sleeping'],
  ['D', 'blocked'],
  ['I', 'idle'],
  // a kernel's thread that is parked
  ['P', 'idle'],
  ['T', 'stopped'],
  ['t', 'stopped'],
  ['Z', 'defunct'],
  ['X', 'defunct'],
  ['x', 'defunct'],
]);

/** `7 (a name) which) may hold anything) S 1 …`: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function parseState(text: string): State | undefined {
  const end = text.lastIndexOf(') ');
  return end < 0 ? undefined : letters.get(text[end + 2]);
}

const gone: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH']);

/** Undefined where it ended meanwhile. */
function stateOf(files: Files, pid: string): State | undefined {
  try {
    return parseState(files.text(`proc/${pid}/stat`));
  } catch (error) {
    if (gone.has((error as NodeJS.ErrnoException | undefined)?.code)) return undefined;
    throw error;
  }
}

/** Every process of the machine by its state, read a few at a time. */
export const processes: Sampling = {
  name: 'processes',
  finds: [host.process.count],
  async sample(files): Promise<Found[]> {
    const pids = (await files.listLater('proc')).filter((name) => /^\d+$/.test(name));
    // every machine has a first process: where it is not seen, neither are others
    if (!pids.includes('1')) throw new UnreadableError('proc', 'shows only some of the processes (see its mount option hidepid)');
    const counts = new Map<State | undefined, number>(states.map((state) => [state, 0]));
    const slice = new Slice();
    for (const pid of pids) {
      const state = stateOf(files, pid);
      counts.set(state, (counts.get(state) ?? 0) + 1);
      if (slice.over) await slice.next();
    }
    if (counts.get(undefined) === pids.length) throw new UnreadableError('proc', 'tells the state of no process');
    return [[host.process.count, states.map((state): Point => [counts.get(state) ?? 0, { state }])]];
  },
};
