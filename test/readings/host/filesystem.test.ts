import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { host } from '../../../src/catalogue/host.ts';
import { log } from '../../../src/log.ts';
import { Files, type Space } from '../../../src/readings/files.ts';
import { Filesystem, usageOf } from '../../../src/readings/host/filesystem.ts';
import { everyValue, onLinux, Root, sound, told } from '../roots.ts';

const { usage, limit, inodes, up } = host.filesystem;
const timeoutMs = 20;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('file systems', () => {
  it('of the bare server: used, free and reserved add up to the limit', async () => {
    const found = await new Filesystem({ log, pattern: '', remote: true }).sample(new Root('bare-server'));
    const root = '/dev/mapper/vg-root / ext4 rw';
    assert.deepEqual(told(found, usage).slice(0, 3), [
      `${6250000 * 4096} ${root} used`,
      `${5600000 * 4096} ${root} free`,
      `${650000 * 4096} ${root} reserved`,
    ]);
    assert.deepEqual(told(found, limit), [
      `${12500000 * 4096} ${root}`,
      `${249000 * 4096} /dev/sda1 /boot ext4 rw`,
      `${480000000 * 4096} /dev/nvme0n1p1 /srv/data xfs rw`,
    ]);
    assert.deepEqual(told(found, inodes).slice(0, 2), [`300000 ${root} used`, `2900000 ${root} free`]);
  });

  it('of the laptop: blocks are counted in fragments, beyond what a number holds exactly', async () => {
    const found = await new Filesystem({ log, pattern: '/mnt/nfs', remote: true }).sample(new Root('laptop'));
    assert.deepEqual(told(found, limit), [`${Number(9007199254740993n * 4096n)} nas:/export /mnt/nfs nfs4 rw`]);
    assert.deepEqual(told(found, usage)[0], `${993 * 4096} nas:/export /mnt/nfs nfs4 rw used`);
  });

  it('of the vm, whose Node tells no fragments, and whose EFI has no inodes', async () => {
    const found = await new Filesystem({ log, pattern: '', remote: true }).sample(new Root('vm'));
    assert.deepEqual(told(found, limit), [`${5000000 * 4096} /dev/vda1 / ext4 rw`, `${213663 * 512} /dev/vda15 /boot/efi vfat rw`]);
    assert.equal(told(found, inodes).length, 2);
  });

  it('of the garbage are within their limits, without those that do not answer', async () => {
    const found = await new Filesystem({ log, pattern: '', remote: true }).sample(new Root('garbage'));
    assert.deepEqual(told(found, usage), [
      '0 /dev/sda1 / ext4 rw used',
      '0 /dev/sda1 / ext4 rw free',
      `${1000 * 4096} /dev/sda1 / ext4 rw reserved`,
    ]);
    assert.deepEqual(told(found, inodes), ['0 /dev/sda1 / ext4 rw used', '10 /dev/sda1 / ext4 rw free']);
    class Other extends Root {
      override ofMachine = (): string => 'something else';
    }
    await assert.rejects(new Filesystem({ log, pattern: '', remote: true }).sample(new Other('garbage')), /^UnreadableError: mountinfo/);
  });

  it('that are a file are none', async () => {
    class File extends Root {
      override isFolder = async (): Promise<boolean> => false;
    }
    const root = new File('laptop');
    assert.deepEqual(told(await new Filesystem({ log, pattern: '/srv', remote: true }).sample(root), limit), []);
    assert.deepEqual(root.asked, []);
  });

  it('of any numbers are finite, and add up', () => {
    const number = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n });
    const space = fc.record({ bsize: number, frsize: number, blocks: number, bfree: number, bavail: number, files: number, ffree: number });
    fc.assert(
      fc.property(space as fc.Arbitrary<Space>, (each) => {
        const found = usageOf(each);
        assert.ok(sound(found));
        if (found === undefined) return;
        const { used, free, reserved } = found.space;
        assert.ok(Math.abs(used + free + reserved - found.limit) <= found.limit * 1e-15);
      }),
    );
  });

  it('that are dead keep their last values, are asked once, and hold up no other', async () => {
    const root = new Root('laptop');
    const filesystem = new Filesystem({ log, pattern: '/|/mnt/nfs|/mnt/nas share', remote: true, timeoutMs });
    const before = await filesystem.sample(root);
    assert.equal(told(before, limit).length, 3);
    root.dead.add('/mnt/nfs');
    root.asked.length = 0;
    const ups = (found: Awaited<typeof before>): readonly string[] => told(found, up).map((each) => each.slice(0, 1));
    assert.deepEqual(ups(before), ['1', '1', '1']);
    for (let i = 0; i < 3; i++) {
      const after = await filesystem.sample(root);
      assert.deepEqual(told(after, limit), told(before, limit));
      assert.deepEqual(ups(after), ['1', '1', '0']);
    }
    assert.deepEqual(root.asked, ['/', '/mnt/nas share', '/mnt/nfs', '/', '/mnt/nas share', '/', '/mnt/nas share']);
    root.dead.clear();
    root.waiting.pop()?.();
    await turn();
    await filesystem.sample(root);
    assert.equal(root.asked.filter((each) => each === '/mnt/nfs').length, 2, 'asked again');
  });

  it('that never answered have no values, until they do', async () => {
    const root = new Root('bare-server');
    root.dead.add('/srv/data');
    const filesystem = new Filesystem({ log, pattern: '', remote: true, timeoutMs });
    assert.equal(told(await filesystem.sample(root), limit).length, 2);
    root.waiting.pop()?.();
    await turn();
    assert.equal(told(await filesystem.sample(root), limit).length, 3);
  });

  it('of servers take two threads at most, whatever is dead', async () => {
    const root = new Root('laptop');
    for (const each of ['/mnt/nfs', '/mnt/nas share', '/home/ada/remote']) root.dead.add(each);
    const filesystem = new Filesystem({ log, pattern: '/|/mnt/n.*|/home/ada/remote', remote: true, timeoutMs });
    for (let i = 0; i < 3; i++) assert.equal(told(await filesystem.sample(root), limit).length, 1);
    assert.equal(root.waiting.length, 2);
  });

  it('of servers are not asked by a service, whatever is named', async () => {
    const root = new Root('laptop');
    assert.equal(told(await new Filesystem({ log, pattern: '/|/mnt/nfs', remote: false }).sample(root), limit).length, 1);
    assert.deepEqual(root.asked, ['/']);
  });

  it('that may not be asked are down, and have no values', async () => {
    class Forbidden extends Root {
      override async space(): Promise<Space> {
        throw new Error('EACCES: permission denied');
      }
    }
    const found = await new Filesystem({ log, pattern: '', remote: true }).sample(new Forbidden('vm'));
    assert.deepEqual([told(found, limit), told(found, up).map((each) => each.slice(0, 1))], [[], ['0', '0']]);
  });

  it('that are gone are forgotten, and their values too', async () => {
    const root = new Root('vm');
    const filesystem = new Filesystem({ log, pattern: '', remote: true });
    assert.equal(told(await filesystem.sample(root), limit).length, 2);
    const without = root.mounts().replace(/^.*\/boot\/efi .*\n/m, '');
    root.ofMachine = () => without;
    assert.equal(told(await filesystem.sample(root), limit).length, 1);
  });

  onLinux('of this machine are as df tells them', async () => {
    const found = await new Filesystem({ log, pattern: '', remote: true }).sample(new Files());
    assert.ok(told(found, limit).length >= 1);
    assert.ok(everyValue(found).every((value) => value >= 0));
    for (const each of told(found, limit)) {
      const [size, , mountpoint = ''] = each.split(' ');
      const columns = ['--output=size,used,avail,itotal,iused,iavail', mountpoint];
      const [total, used, free, , usedInodes] = (execFileSync('df', ['-B1', ...columns], { encoding: 'utf8' }).split('\n')[1] ?? '')
        .trim()
        .split(/\s+/)
        .map(Number) as [number, number, number, number, number];
      const near = (of: readonly string[], state: string, expected: number, slack: number): void => {
        const value = Number.parseInt(of.find((one) => one.includes(` ${mountpoint} `) && one.endsWith(` ${state}`)) ?? '', 10);
        assert.ok(Math.abs(value - expected) <= slack, `${mountpoint} ${state}: ${value}, df ${expected}`);
      };
      assert.equal(Number(size), total);
      near(told(found, usage), 'used', used, total * 0.01);
      near(told(found, usage), 'free', free, total * 0.01);
      if (usedInodes > 0) near(told(found, inodes), 'used', usedInodes, 20_000);
    }
  });
});
