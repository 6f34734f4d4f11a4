import { container } from '../../catalogue/container.ts';
import type { Files } from '../files.ts';
import { type Groups, textIn } from './groups.ts';
import { type Told, whole } from './values.ts';

type Direction = 'read' | 'write';
type Moved = readonly [device: string, direction: Direction, bytes: number];

const moved = (device: string, direction: Direction, text: string | undefined): Moved[] => {
  const bytes = whole(text);
  return bytes === undefined ? [] : [[device, direction, bytes]];
};

/** `8:0 rbytes=90112 wbytes=0 rios=3 …`, a line for each device. */
export const parseIoStat = (text: string): Moved[] =>
  [...text.matchAll(/^(\d+:\d+) (.*)$/gm)].flatMap(([, device = '', values = '']) => [
    ...moved(device, 'read', /\brbytes=(\d+)/.exec(values)?.[1]),
    ...moved(device, 'write', /\bwbytes=(\d+)/.exec(values)?.[1]),
  ]);

/** `8:0 Read 90112`, a line for each device and direction. */
export const parseThrottle = (text: string): Moved[] =>
  [...text.matchAll(/^(\d+:\d+) (Read|Write) (\d+)$/gm)].flatMap(([, device = '', direction, bytes]) =>
    moved(device, direction === 'Read' ? 'read' : 'write', bytes),
  );

/** Names by number, of `   8        0  488386584 sda`. */
export const parsePartitions = (text: string | undefined): ReadonlyMap<string, string> =>
  new Map([...(text ?? '').matchAll(/^ *(\d+) +(\d+) +\d+ (\S+)$/gm)].map(([, major, minor, name = '']) => [`${major}:${minor}`, name]));

function movedBy(files: Files, groups: Groups): Moved[] {
  const place = groups.place('blkio');
  const [own] = place?.folders ?? [];
  if (place?.version === 2) return parseIoStat(textIn(files, own, 'io.stat') ?? '');
  const [all, alone] = ['_recursive', ''].map((suffix) => `blkio.throttle.io_service_bytes${suffix}`);
  return parseThrottle(textIn(files, own, all as string) ?? textIn(files, own, alone as string) ?? '');
}

export function disk(files: Files, groups: Groups): Told[] {
  const all = movedBy(files, groups);
  if (all.length === 0) return [];
  const names = parsePartitions(textIn(files, '/proc', 'partitions'));
  const nameOf = (device: string): string =>
    names.get(device) ?? /^DEVNAME=(.+)$/m.exec(textIn(files, `/sys/dev/block/${device}`, 'uevent') ?? '')?.[1] ?? device;
  return all.map(([device, direction, bytes]) => [container.diskIo, bytes, { device: nameOf(device), direction }]);
}
