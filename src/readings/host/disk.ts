import { host } from '../../catalogue/host.ts';
import type { Files } from '../files.ts';
import { wholes } from '../numbers.ts';
import { type Reading, UnreadableError } from '../reading.ts';
import type { Point } from '../write.ts';
import { wholeOf } from './figures.ts';

/** What went one way, since boot. */
export interface Moved {
  readonly operations: number;
  readonly merged: number;
  readonly bytes: number;
  readonly ms: number;
}

export interface Disk {
  readonly name: string;
  readonly read: Moved;
  readonly write: Moved;
  /** Time in which there was something to do. */
  readonly busyMs: number;
}

/** Always, whatever the disk's own sectors are. */
const sector = 512;

function movedOf(numbers: readonly number[], from: number): Moved | undefined {
  const [operations, merged, sectors, ms] = numbers.slice(from, from + 4);
  if (operations === undefined || merged === undefined || sectors === undefined || ms === undefined) return undefined;
  return { operations, merged, bytes: sectors * sector, ms };
}

/** Its numbers, its name, what it read and wrote, what is under way, for how long it was busy. */
const fields = /^ *\d+ +\d+ (\S+)((?: +\d+){8}) +\S+ +(\d+)(?: |$)/;

/** Newer kernels have more fields; partitions of very old ones have fewer, and are none of ours. */
function diskOf(line: string): Disk | undefined {
  const [, name = '', moved = '', busy] = fields.exec(line) ?? [];
  const numbers = wholes(moved);
  const [read, write, busyMs] = [movedOf(numbers, 0), movedOf(numbers, 4), wholeOf(busy)];
  return read && write && busyMs !== undefined ? { name, read, write, busyMs } : undefined;
}

/** https://docs.kernel.org/admin-guide/iostats.html; a line that says something else is left out. */
export const parseDisks = (text: string): readonly Disk[] =>
  text
    .split('\n')
    .map(diskOf)
    .filter((each) => each !== undefined);

const notDisks = /^(?:ram|loop|zram|fd|sr)\d/;
const partition = /^(?:(?:[hsv]d|xvd|dasd)[a-z]+|(?:nvme\d+n|mmcblk|nbd|md|cciss\/c\d+d)\d+p)\d+$/;

/** Of these names, those that are no partition of another: the machine lists them; where it does not, by the names. */
function wholeAmong(names: readonly string[], files: Files): ReadonlySet<string> {
  const listed = new Set(files.list('sys/block').map((name) => name.replaceAll('!', '/')));
  const isWhole = (name: string): boolean => (listed.size > 0 ? listed.has(name) : !partition.test(name));
  return new Set(names.filter((name) => !notDisks.test(name) && isWhole(name)));
}

const file = 'proc/diskstats';
const { io, operations, merged, ioTime, operationTime } = host.disk;

export function disk(): Reading {
  /** Looked up when there are others than before. */
  let names = '';
  let whole: ReadonlySet<string> = new Set();
  function wholeOnes(all: readonly Disk[], files: Files): readonly Disk[] {
    const now = all.map(({ name }) => name);
    if (now.join() !== names) whole = wholeAmong(now, files);
    names = now.join();
    return all.filter(({ name }) => whole.has(name));
  }
  return {
    name: 'disk',
    finds: [io, operations, merged, ioTime, operationTime],
    read(files) {
      const text = files.text(file);
      const all = parseDisks(text);
      if (all.length === 0 && text.trim() !== '') throw new UnreadableError(file, 'a line for each disk expected');
      const disks = wholeOnes(all, files);
      const points = (of: (moved: Moved) => number): Point[] =>
        disks.flatMap(({ name: device, read, write }): Point[] => [
          [of(read), { device, direction: 'read' }],
          [of(write), { device, direction: 'write' }],
        ]);
      return [
        [io, points(({ bytes }) => bytes)],
        [operations, points((moved) => moved.operations)],
        [merged, points((moved) => moved.merged)],
        [ioTime, disks.map(({ name: device, busyMs }) => [busyMs / 1000, { device }])],
        [operationTime, points(({ ms }) => ms / 1000)],
      ];
    },
  };
}
