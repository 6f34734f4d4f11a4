import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { host } from '../../../src/catalogue/host.ts';
import { Files } from '../../../src/readings/files.ts';
import { disk, parseDisks } from '../../../src/readings/host/disk.ts';
import { garbled, onLinux, Root, sound, textOf, told } from '../roots.ts';

const { io, operations, merged, ioTime, operationTime } = host.disk;

/** A machine without /sys. */
class Bare extends Root {
  override list = (): string[] => [];
}

const devices = (files: Files): readonly string[] => told(disk().read(files), ioTime).map((each) => each.split(' ')[1] ?? '');

describe('disks', () => {
  it('of the bare server are told by direction, without partitions, loops and CDs', () => {
    const found = disk().read(new Root('bare-server'));
    assert.deepEqual(told(found, io).slice(0, 4), [
      `${81204122 * 512} sda read`,
      `${412041204 * 512} sda write`,
      `${330412044 * 512} nvme0n1 read`,
      `${4294967295 * 512} nvme0n1 write`,
    ]);
    assert.deepEqual(told(found, operations).slice(0, 2), ['1204122 sda read', '8120412 sda write']);
    assert.deepEqual(told(found, merged).slice(0, 2), ['41204 sda read', '2041204 sda write']);
    assert.deepEqual(told(found, operationTime).slice(0, 2), ['901.204 sda read', '9120.412 sda write']);
    assert.deepEqual(told(found, ioTime), ['4120.412 sda', '4294967.295 nvme0n1', '2120.412 dm-0', '2.041 dm-1']);
  });

  it('of the vm have fewer fields, and are known by their names where there is no /sys', () => {
    assert.deepEqual(devices(new Root('vm')), ['vda']);
    assert.deepEqual(told(disk().read(new Root('vm')), ioTime), ['81.204 vda']);
    assert.deepEqual(devices(new Bare('bare-server')), ['sda', 'nvme0n1', 'dm-0', 'dm-1']);
    assert.deepEqual(devices(new Bare('laptop')), ['nvme0n1']);
  });

  it('of the machine with many cores are 25', () => assert.equal(devices(new Root('many-cores')).length, 25));

  it('are no partitions by their names', () => {
    const names = [
      'sda',
      'sda12',
      'vdb1',
      'xvda1',
      'hdc',
      'nvme1n1',
      'nvme1n1p15',
      'mmcblk0',
      'mmcblk0p1',
      'mmcblk0boot0',
      'md127',
      'md0p1',
    ];
    class Named extends Bare {
      override text = (): string => names.map((name) => ` 8 0 ${name} 1 2 3 4 5 6 7 8 0 9 10\n`).join('');
    }
    assert.deepEqual(devices(new Named('vm')), ['sda', 'hdc', 'nvme1n1', 'mmcblk0', 'mmcblk0boot0', 'md127']);
  });

  it('of the garbage: a line that says something else is left out', () => {
    assert.deepEqual(
      parseDisks(textOf('garbage', 'proc/diskstats')).map(({ name, busyMs }) => [name, busyMs]),
      [['sda', 10]],
    );
    class Other extends Root {
      override text = (): string => 'something else\n';
    }
    assert.throws(() => disk().read(new Other('vm')), /^UnreadableError: proc\/diskstats/);
  });

  it('of any text have only finite numbers', () => fc.assert(fc.property(garbled('proc/diskstats'), (text) => sound(parseDisks(text)))));

  onLinux('of this machine are between what the kernel tells before and after', () => {
    const sectors = (): ReadonlyMap<string, number> =>
      new Map(
        readFileSync('/proc/diskstats', 'utf8')
          .split('\n')
          .map((line) => line.trim().split(/\s+/))
          .map((fields) => [fields[2] ?? '', Number(fields[9])]),
      );
    const before = sectors();
    const written = told(disk().read(new Files()), io).filter((each) => each.endsWith(' write'));
    const after = sectors();
    for (const each of written) {
      const [bytes, name = ''] = each.split(' ');
      const value = Number(bytes) / 512;
      assert.ok(value >= (before.get(name) ?? Number.NaN) && value <= (after.get(name) ?? Number.NaN), each);
    }
  });
});
