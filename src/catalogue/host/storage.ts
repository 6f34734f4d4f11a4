import { counter, gauge, updown } from '../define.ts';

const mount = {
  device: { name: 'system.device', keep: 200 },
  mountpoint: { name: 'system.filesystem.mountpoint', keep: 200 },
  type: { name: 'system.filesystem.type', keep: 50 },
  mode: { name: 'system.filesystem.mode', of: ['rw', 'ro'] },
} as const;
const disk = { name: 'system.device', keep: 200 } as const;
const moved = { name: 'disk.io.direction', of: ['read', 'write'] } as const;
/** File systems and the disks below them. */
export const storage = {
  filesystem: {
    usage: updown({
      name: 'system.filesystem.usage',
      unit: 'By',
      means: 'Space of each file system: used, free for everybody, reserved for root. The states add up to the limit.',
      attributes: { ...mount, state: { name: 'system.filesystem.state', of: ['used', 'free', 'reserved'] } },
      limit: 600,
    }),
    up: gauge({
      name: 'autonomica.filesystem.up',
      unit: '',
      means: '1 while a file system answers; 0 while it does not, its values being those it gave last, or may not be asked.',
      attributes: mount,
      limit: 200,
    }),
    limit: updown({ name: 'system.filesystem.limit', unit: 'By', means: 'Size of each file system.', attributes: mount, limit: 200 }),
    inodes: updown({
      name: 'system.filesystem.inodes.usage',
      unit: '{inode}',
      means: 'Inodes of each file system by state; none where it has no fixed number of them.',
      attributes: { ...mount, state: { name: 'system.filesystem.state', of: ['used', 'free'] } },
      limit: 400,
    }),
  },
  disk: {
    io: counter({
      name: 'system.disk.io',
      unit: 'By',
      means: 'Bytes read from and written to each disk.',
      attributes: { device: disk, direction: moved },
    }),
    operations: counter({
      name: 'system.disk.operations',
      unit: '{operation}',
      means: 'Reads and writes of each disk.',
      attributes: { device: disk, direction: moved },
    }),
    merged: counter({
      name: 'system.disk.merged',
      unit: '{operation}',
      means: 'Reads and writes that were merged with a neighbour before the disk saw them.',
      attributes: { device: disk, direction: moved },
    }),
    ioTime: counter({
      name: 'system.disk.io_time',
      unit: 's',
      means: 'Time in which each disk had something to do.',
      attributes: { device: disk },
    }),
    operationTime: counter({
      name: 'system.disk.operation_time',
      unit: 's',
      means: 'Time that reads and writes took, waiting included, added up.',
      attributes: { device: disk, direction: moved },
    }),
  },
} as const;
