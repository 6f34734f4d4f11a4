import { decoded } from './escaped.ts';
import { selection } from './selection.ts';

/** A file system, where it is mounted. */
export interface Mount {
  /** Of its device, `8:1`: the same for all mounts of one file system. */
  readonly number: string;
  /** What of the file system is mounted: `/`, or a part of it. */
  readonly root: string;
  readonly mountpoint: string;
  /** Of the file system, however it is mounted here: who reads may have it read-only for himself. */
  readonly mode: 'rw' | 'ro';
  readonly type: string;
  readonly device: string;
}

/** `36 35 98:0 /root /mountpoint rw,noatime shared:1 - ext4 /dev/sda1 rw`; the device may be empty. */
function mountOf(line: string): Mount | undefined {
  const [before = '', after = ''] = line.split(' - ', 2);
  const [, , number = '', root = '', mountpoint = ''] = before.split(' ');
  const [type = '', device = '', more = ''] = after.split(' ');
  if (!/^\d+:\d+$/.test(number) || !mountpoint.startsWith('/') || type === '') return undefined;
  const mode = more.split(',').includes('ro') ? 'ro' : 'rw';
  return { number, root: decoded(root), mountpoint: decoded(mountpoint), mode, type, device: decoded(device) };
}

/**
 * `/proc/self/mountinfo`: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html; a line that says something else is left out. Of
 * several at one mount point the last one is seen.
 */
export function parseMounts(text: string): readonly Mount[] {
  const mounts = new Map<string, Mount>();
  for (const mount of text.split('\n').map(mountOf)) if (mount) mounts.set(mount.mountpoint, mount);
  return [...mounts.values()];
}

/**
 * The mounts as the machine has them, of those that a container sees that may not look at the machine's own: it has the machine's root
 * mounted itself.
 */
export function seenFrom(root: string, mounts: readonly Mount[]): readonly Mount[] {
  const prefix = root.replace(/\/+$/, '');
  if (prefix === '' || !mounts.some(({ mountpoint }) => mountpoint === prefix)) return mounts;
  return mounts
    .filter(({ mountpoint }) => `${mountpoint}/`.startsWith(`${prefix}/`))
    .map((mount) => ({ ...mount, mountpoint: mount.mountpoint.slice(prefix.length) || '/' }));
}

const types = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** Windows of the kernel, which hold nothing. To ask an `autofs` would mount it. */
const pseudo = types(
  'autofs binder binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl hugetlbfs mqueue nfsd nsfs proc procfs ' +
    'pstore ramfs rootfs rpc_pipefs securityfs selinuxfs sysfs tracefs',
);
/** Their server may be gone; then who asks waits for good. */
const remote = types(
  '9p afs beegfs ceph cifs coda drvfs fuse glusterfs gpfs lustre nfs nfs4 orangefs prl_fs smb3 smbfs vboxsf virtiofs vmhgfs',
);
/** Memory, images and layers: no disk of their own, or one that is always full. */
const diskless = types('aufs erofs iso9660 overlay squashfs tmpfs udf');
const internal = new RegExp(
  [
    '^/(?:dev|proc|sys)(?:/|$)',
    '^/run/(?:docker|containerd|credentials|user)/',
    '^/var/lib/(?:docker|containerd|kubelet|containers)/',
    '^/etc/(?:hosts|hostname|resolv\\.conf)$',
  ].join('|'),
);

export const isRemote = ({ type }: Mount): boolean => remote.has(type) || type.startsWith('fuse');
/** The root is measured whatever it is: in a container it is the disk below. */
const isDisk = (mount: Mount): boolean =>
  mount.mountpoint === '/' || !(isRemote(mount) || diskless.has(mount.type) || internal.test(mount.mountpoint));

/** The less the better it stands for its file system: the machine's root, then what is mounted whole, then the shortest. */
const rank = ({ root, mountpoint }: Mount): number => (mountpoint === '/' ? 0 : root === '/' ? mountpoint.length : 1e6 + mountpoint.length);

/**
 * Those to measure, one for each file system.
 * @param pattern a regular expression for the whole mount point of those that are measured; empty, those of disks
 */
export function measured(mounts: readonly Mount[], pattern: string): readonly Mount[] {
  const wanted = selection(pattern);
  const kept = new Map<string, Mount>();
  for (const mount of mounts) {
    if (pseudo.has(mount.type) || !(wanted ? wanted.test(mount.mountpoint) : isDisk(mount))) continue;
    const known = kept.get(mount.number);
    if (known === undefined || rank(mount) < rank(known)) kept.set(mount.number, mount);
  }
  return [...kept.values()];
}
