import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decoded } from '../../../src/readings/host/escaped.ts';
import { measured, type Mount, parseMounts, seenFrom } from '../../../src/readings/host/mounts.ts';
import { garbled, textOf, type Tree } from '../roots.ts';

const file = 'proc/self/mountinfo';
const places = (mounts: readonly Mount[]): readonly string[] => mounts.map(({ mountpoint }) => mountpoint);
const of = (tree: Tree, pattern = ''): readonly string[] => places(measured(parseMounts(textOf(tree, file)), pattern));

/** As the kernel's `seq_path` writes a path. */
const encoded = (path: string): string => path.replaceAll(/[ \t\n\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);

describe('mounts', () => {
  for (const [tree, pattern, expected] of [
    ['bare-server', '', ['/', '/boot', '/srv/data']],
    ['bare-server', '/mnt/.*', ['/mnt/backup']],
    ['bare-server', '/run', ['/run']],
    ['bare-server', '/proc|/net', []],
    ['laptop', '', ['/', '/boot/efi', '/media/ada/Back\\slash\ttab', '/mnt/twice']],
    ['laptop', '/mnt/n.*|/home/ada/remote|/net', ['/home/ada/remote', '/mnt/nas share', '/mnt/nfs']],
    ['laptop', '/srv', ['/srv']],
    ['vm', '', ['/', '/boot/efi']],
    ['garbage', '', ['/', '/bad\\09x\\400']],
  ] as const)
    it(`of the ${tree}${pattern && ` that are ${pattern}`}`, () => assert.deepEqual(of(tree, pattern), expected));

  it('of the machine with many cores leave out those of its containers', () => assert.equal(of('many-cores').length, 25));

  it('of the laptop have a device, a type and a mode', () => {
    const mounts = parseMounts(textOf('laptop', file));
    const facts = (place: string): unknown => {
      const { device, type, mode } = mounts.find(({ mountpoint }) => mountpoint === place) ?? {};
      return [device, type, mode];
    };
    assert.deepEqual(facts('/mnt/nas share'), ['//nas/my share', 'cifs', 'rw']);
    assert.deepEqual(facts('/media/ada/Back\\slash\ttab'), ['/dev/sdc1', 'ext4', 'ro']);
    assert.deepEqual(
      facts('/var/snap/firefox/common/host-hunspell'),
      ['/dev/nvme0n1p2', 'ext4', 'rw'],
      'of the file system, not of this mount',
    );
    assert.deepEqual(facts('/mnt/twice'), ['/dev/sdd1', 'btrfs', 'rw'], 'the last one is seen');
  });

  it('of a container are its layers and volumes, without the files', () => {
    const text = [
      '812 811 0:52 / / rw,relatime - overlay overlay rw',
      '813 812 0:55 / /proc rw - proc proc rw',
      '814 812 0:56 / /dev rw - tmpfs tmpfs rw',
      '820 812 8:1 /var/lib/docker/containers/0a/resolv.conf /etc/resolv.conf rw - ext4 /dev/sda1 rw',
      '821 812 8:1 /var/lib/docker/volumes/data/_data /var/lib/postgresql/data rw - ext4 /dev/sda1 rw',
      '822 812 8:1 /var/lib/docker/containers/0a/hosts /etc/hosts rw - ext4 /dev/sda1 rw',
    ].join('\n');
    assert.deepEqual(places(measured(parseMounts(text), '')), ['/', '/var/lib/postgresql/data']);
  });

  it('of a machine that is mounted in a container are those below it, as it has them', () => {
    const text = [
      '812 811 0:52 / / rw,relatime - overlay overlay rw',
      '813 812 8:1 / /host ro - ext4 /dev/sda1 rw',
      '814 813 8:2 / /host/boot ro - ext4 /dev/sda2 rw',
      '815 812 8:3 / /hostile rw - ext4 /dev/sda3 rw',
    ].join('\n');
    assert.deepEqual(places(seenFrom('/host', parseMounts(text))), ['/', '/boot']);
    assert.deepEqual(places(seenFrom('/host/', parseMounts(text))), ['/', '/boot']);
    assert.deepEqual(places(seenFrom('/', parseMounts(text))), ['/', '/host', '/host/boot', '/hostile']);
    assert.deepEqual(places(seenFrom('/elsewhere', parseMounts(text))), ['/', '/host', '/host/boot', '/hostile']);
  });

  it('are decoded to what the kernel encoded', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.constantFrom(' ', '\t', '\n', '\\', '0', '4', 'é'), fc.string({ minLength: 1, maxLength: 1 })) }),
        (path) => assert.equal(decoded(encoded(path)), path),
      ),
    ));

  it('of any text are mounts or nothing', () =>
    fc.assert(
      fc.property(garbled(file), (text) => {
        const mounts = parseMounts(text);
        assert.ok(places(mounts).every((place) => place.startsWith('/')));
        const chosen = measured(mounts, '');
        assert.equal(new Set(chosen.map(({ number }) => number)).size, chosen.length);
      }),
    ));
});
