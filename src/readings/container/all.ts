import { join } from 'node:path';
import { Slice } from '../../slice.ts';
import type { Files } from '../files.ts';
import { Once } from '../once.ts';
import type { Found } from '../reading.ts';
import type { Subjects } from '../readings.ts';
import { folders, type Groups, versionOf } from './groups.ts';
import { type Mount, parseMounts } from './mounts.ts';
import { containerIn, type Named } from './name.ts';
import { finds, found, numbers } from './numbers.ts';
import { uptimeOf } from './uptime.ts';
import type { Told } from './values.ts';

/** How many containers, how many control groups, how deep: what is beyond is not seen. */
const bounds = { containers: 500, groups: 10_000, depth: 12 };

/** Of version 1 any of these shows every container; most machines have all of them. */
const shown = ['memory', 'cpuacct'];

/** The containers below a mount point, whatever they are called in. */
async function* walk(files: Files, point: string): AsyncGenerator<Named> {
  const waiting: (readonly [path: string, depth: number])[] = [['', 0]];
  const slice = new Slice();
  for (let seen = 0; seen < bounds.groups; seen++) {
    const next = waiting.shift();
    if (next === undefined) return;
    const [path, depth] = next;
    const named = containerIn(path);
    if (named?.path === path) yield named;
    if (depth < bounds.depth) for (const name of files.folders(join(point, path))) waiting.push([`${path}/${name}`, depth + 1]);
    if (slice.over) await slice.next();
  }
}

/** What the machine has mounted: its whole tree of each kind. */
const mountsOf = (files: Files): Mount[] => parseMounts(files.mounts()).filter(({ point }) => files.has(point));

/** By id: of one that has several folders, the topmost. */
async function containersOf(files: Files): Promise<ReadonlyMap<string, Named>> {
  const all = new Map<string, Named>();
  const trees = mountsOf(files).filter(({ version, controllers }) => version === 2 || controllers.some((each) => shown.includes(each)));
  for (const { point } of trees)
    for await (const named of walk(files, point)) {
      if (all.size >= bounds.containers) return all;
      if (!all.has(named.id)) all.set(named.id, named);
    }
  return all;
}

/** The groups of a container, which has the same path in every tree. */
function groupsAt(mounts: readonly Mount[], path: string): Groups {
  const mountOf = (controller: string): Mount | undefined =>
    mounts.find(({ controllers }) => controllers.includes(controller)) ?? mounts.find(({ version }) => version === 2);
  return {
    version: versionOf(mounts),
    place(controller) {
      const mount = mountOf(controller);
      return mount && { version: mount.version, folders: folders(mount.point, path) };
    },
  };
}

/** Nothing where it is gone: the limits of what it was in are not its own. */
function tell(files: Files, mounts: readonly Mount[], { path }: Named): Told[] {
  const groups = groupsAt(mounts, path);
  const folder = shown.map((controller) => groups.place(controller)?.folders[0]).find((each) => each !== undefined && files.has(each));
  return folder === undefined ? [] : [...numbers(files, groups), ...uptimeOf(files, folder)];
}

/** Every container of the machine: looked for in the background, read at the scrape, so that one that is gone is gone. */
export function allContainers(): Subjects {
  let containers: ReadonlyMap<string, Named> = new Map();
  const read = ({ root }: Files): Found[] => {
    if (containers.size === 0) return [];
    const files = new Once(root);
    const mounts = mountsOf(files);
    return found([...containers.values()].map((named) => [{ id: named.id, runtime: named.runtime }, tell(files, mounts, named)]));
  };
  const sample = async (files: Files): Promise<readonly Found[]> => {
    containers = await containersOf(files);
    return [];
  };
  return { readings: [{ name: 'container', finds, read }], samplings: [{ name: 'containers', finds: [], sample }] };
}
