import { container } from '../../catalogue/container.ts';
import type { Files } from '../files.ts';
import { textIn } from './groups.ts';
import { parseGroups } from './mounts.ts';
import { containerIn } from './name.ts';
import { type Told, told } from './values.ts';

/** Of a second, in what the kernel tells to programs, on every architecture that Node runs on. */
const ticks = 100;

/** Seconds from the machine's start to the process's: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, field 22. */
export function parseStart(text: string | undefined): number | undefined {
  // the second field is the program's name, in which anything may be
  const [, rest] = /^\d+ \([^]*\) (.*)/.exec(text ?? '') ?? [];
  const start = rest?.split(' ')[19] ?? '';
  return /^\d{1,15}$/.test(start) ? Number(start) / ticks : undefined;
}

/** Seconds since the machine's start: `2576.72 2363.48`. */
export function parseUptime(text: string | undefined): number | undefined {
  const [seconds] = /^\d{1,12}\.\d+(?= )/.exec(text ?? '') ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** Since this process was started; nothing where the two clocks disagree, as they do where a container is told an uptime of its own. */
function since(files: Files, pid: string): Told[] {
  const start = parseStart(textIn(files, `/proc/${pid}`, 'stat'));
  const now = parseUptime(textIn(files, '/proc', 'uptime'));
  return start === undefined || now === undefined || now < start ? [] : told(container.uptime, now - start);
}

/** The groups of a process that are not the machine's own; a container's first process may be in a group below the container's. */
function groupsOf(text: string | undefined): string[] {
  return parseGroups(text ?? '').map(({ path }) => containerIn(path)?.path ?? path);
}

/** Of the container this process is in, where process 1 is the container's first: neither the machine's nor the pod's. */
export function ownUptime(files: Files): Told[] {
  const [own, first] = ['self', '1'].map((pid) => groupsOf(textIn(files, `/proc/${pid}`, 'cgroup')));
  const isSame = own !== undefined && own.length > 0 && own.every((path, i) => path === first?.[i]);
  return isSame ? since(files, '1') : [];
}

/** How many of a group's processes are looked at for the container's first. */
const tried = 4;

/** Of another container, whose first process is number 1 in there: `NSpid:\t4711\t1`. Podman and CRI-O have it in a group of its own. */
export function uptimeOf(files: Files, folder: string): Told[] {
  const pids = [folder, `${folder}/container`].flatMap((each) => (textIn(files, each, 'cgroup.procs') ?? '').split('\n').slice(0, tried));
  const first = pids.find((pid) => /^[1-9]\d*$/.test(pid) && /^NSpid:(?:\t\d+)+\t1$/m.test(textIn(files, `/proc/${pid}`, 'status') ?? ''));
  return first === undefined ? [] : since(files, first);
}
