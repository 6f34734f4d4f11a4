import { join } from 'node:path';
import type { Files } from '../files.ts';
import { containerIn } from './name.ts';
import { below, type Group, type Mount, parseGroups, parseMounts } from './mounts.ts';

/** Where a controller accounts for a container: its folder, then those above it that can be seen, whose limits hold as well. */
export interface Place {
  readonly version: 1 | 2;
  readonly folders: readonly string[];
}

/** Each controller is in version 1 or 2 for itself: a machine may have both, `hybrid`. */
export interface Groups {
  readonly version: '1' | '2' | 'hybrid';
  place(controller: string): Place | undefined;
}

export function versionOf(mounts: readonly Mount[]): Groups['version'] {
  const has = (version: number): boolean => mounts.some((mount) => mount.version === version);
  if (has(1) && has(2)) return 'hybrid';
  return has(1) ? '1' : '2';
}

/** The folder, and those above it up to the mount point. */
export function folders(point: string, path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, i) => join(point, ...parts.slice(0, parts.length - i))).concat(point);
}

/** Below the mount point, the container that a process is in: what the path names, else the whole of what is mounted of a container. */
function inside(files: Files, mount: Mount, path: string): string {
  const named = containerIn(path);
  // at the top of a machine's own hierarchy this file is missing
  const isWhole = named === undefined && mount.version === 2 && files.has(join(mount.point, 'cgroup.type'));
  return isWhole ? '' : (below(mount, named?.path ?? path) ?? '');
}

function placeOf(files: Files, mount: Mount, path: string): Place | undefined {
  if (path.split('/').includes('..')) return undefined;
  const within = inside(files, mount, path);
  // a path of the machine's, of which the mount shows the container's part alone
  const isThere = within === '' || files.has(join(mount.point, within));
  return { version: mount.version, folders: folders(mount.point, isThere ? within : '') };
}

/** The mount that shows a group, else any: in a container each shows its own. */
const mountFor = (mounts: readonly Mount[], path: string): Mount | undefined =>
  mounts.find((mount) => below(mount, path) !== undefined) ?? mounts.find(({ root }) => !root.startsWith('/..'));

function located(files: Files, mounts: readonly Mount[], groups: readonly Group[], controller: string): Place | undefined {
  const first = groups.find(({ controllers }) => controllers.includes(controller));
  const path = (first ?? groups.find(({ controllers }) => controllers.length === 0))?.path;
  const able = mounts.filter(({ version, controllers }) => (first ? controllers.includes(controller) : version === 2));
  const mount = path === undefined ? undefined : mountFor(able, path);
  return path === undefined || mount === undefined ? undefined : placeOf(files, mount, path);
}

/** Those of this process; undefined where it can see none. */
export function ownGroups(files: Files): Groups | undefined {
  const mounts = parseMounts(files.textIfAny('proc/self/mountinfo') ?? '');
  const groups = parseGroups(files.textIfAny('proc/self/cgroup') ?? '');
  if (mounts.length === 0 || groups.length === 0) return undefined;
  return { version: versionOf(mounts), place: (controller) => located(files, mounts, groups, controller) };
}

const kept: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ESRCH', 'EACCES', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL']);

/** A file; undefined where the kernel has none, keeps it to itself, or what it tells of has just gone. */
export function textIn(files: Files, folder: string | undefined, name: string): string | undefined {
  if (folder === undefined) return undefined;
  try {
    return files.text(join(folder, name));
  } catch (error) {
    if (kept.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}
