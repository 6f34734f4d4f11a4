/** Where a hierarchy of control groups is mounted: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
export interface Mount {
  readonly version: 1 | 2;
  /** Which of its groups is at the mount point: of a container that has it so, its own. */
  readonly root: string;
  readonly point: string;
  /** Of version 1, what it accounts for. */
  readonly controllers: readonly string[];
}

const line = /^\d+ \d+ \S+ (\S+) (\S+) .*? - cgroup(2?) \S+ (\S+)$/gm;

/** Blanks in a path are octal: `\040`. */
const plain = (path: string): string => path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** A path that leads out of what it is below of: a group that this process may not see. */
const leadsOut = (path: string): boolean => path.split('/').includes('..');

export function parseMounts(text: string): Mount[] {
  return [...text.matchAll(line)]
    .map(([, root = '', point = '', version, options = '']): Mount => {
      const isSecond = version === '2';
      return { version: isSecond ? 2 : 1, root: plain(root), point: plain(point), controllers: isSecond ? [] : options.split(',') };
    })
    .filter(({ root, point }) => root.startsWith('/') && point.startsWith('/') && !leadsOut(point));
}

/** The groups of a process: https://man7.org/linux/man-pages/man7/cgroups.7.html */
export interface Group {
  /** None of version 2. */
  readonly controllers: readonly string[];
  readonly path: string;
}

/** `4:memory:/docker/<id>`, `0::/`. */
export const parseGroups = (text: string): Group[] =>
  [...text.matchAll(/^\d+:([^:\n]*):(\/.*)$/gm)].map(([, controllers = '', path = '']) => ({
    controllers: controllers === '' ? [] : controllers.split(','),
    path,
  }));

/** Where below the mount point a group is; undefined where the mount does not show it. */
export function below({ root }: Pick<Mount, 'root'>, path: string): string | undefined {
  const top = root === '/' ? '' : root;
  if (leadsOut(root) || leadsOut(path)) return undefined;
  if (path !== top && !path.startsWith(`${top}/`)) return undefined;
  return path.slice(top.length).replace(/\/+$/, '');
}
