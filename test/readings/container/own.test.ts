import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ownContainer } from '../../../src/readings/container/own.ts';
import { Files } from '../../../src/readings/files.ts';
import type { Found } from '../../../src/readings/reading.ts';
import { isFinite, rootOf, told, withRoot } from './roots.ts';

const read = (files: Files, proven = true): readonly Found[] => ownContainer({ proven }).readings.flatMap((reading) => reading.read(files));

/** The memory and disk of a container, alike in all of these. */
const memory = {
  'container.memory.usage': 178257920,
  'container.memory.working_set': 136314880,
  'container.memory.rss': 104857600,
};
const unthrottled = {
  'autonomica.container.cpu.periods': 0,
  'autonomica.container.cpu.throttled.periods': 0,
  'autonomica.container.cpu.throttled.time': 0,
};

const trees: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'docker-v1': {
    ...memory,
    ...unthrottled,
    'container.cpu.time': 93.182736123,
    'autonomica.container.oom_kills': 0,
    'container.disk.io': { 'sda read': 1310720, 'sda write': 655360 },
    'autonomica.container.pids': 23,
    'autonomica.container': { 1: 1 },
    'container.uptime': 4000,
  },
  'docker-v2': {
    ...memory,
    'container.cpu.time': 93.182736,
    'autonomica.container.cpu.limit': 1.5,
    'autonomica.container.cpu.periods': 1200,
    'autonomica.container.cpu.throttled.periods': 345,
    'autonomica.container.cpu.throttled.time': 67.890123,
    'autonomica.container.memory.limit': 268435456,
    'container.memory.available': 132120576,
    'autonomica.container.oom_kills': 2,
    'container.disk.io': { 'sda read': 1310720, 'sda write': 655360, 'nvme0n1 read': 4096, 'nvme0n1 write': 0 },
    'autonomica.container.pids': 23,
    'autonomica.container.pids.limit': 100,
    'autonomica.container': { 2: 1 },
    'container.uptime': 1000.25,
  },
  // bound to two of four CPUs; its disks are not accounted for, its first process is the pod's
  'kubernetes-pod': {
    ...unthrottled,
    'container.cpu.time': 5,
    'autonomica.container.cpu.limit': 2,
    'container.memory.usage': 73400320,
    'container.memory.working_set': 52428800,
    'container.memory.rss': 52428800,
    'autonomica.container.oom_kills': 0,
    'autonomica.container.pids': 11,
    'autonomica.container': { 2: 1 },
  },
  // the limits of memory and CPU are the user's, that of processes its own
  podman: {
    'container.cpu.time': 1.5,
    'autonomica.container.cpu.limit': 2,
    'autonomica.container.cpu.periods': 10,
    'autonomica.container.cpu.throttled.periods': 1,
    'autonomica.container.cpu.throttled.time': 0.0025,
    'container.memory.usage': 31457280,
    'container.memory.working_set': 29360128,
    'container.memory.rss': 20971520,
    'autonomica.container.memory.limit': 536870912,
    'container.memory.available': 507510784,
    'autonomica.container.oom_kills': 1,
    'container.disk.io': { '252:7 read': 8192, '252:7 write': 0 },
    'autonomica.container.pids': 3,
    'autonomica.container.pids.limit': 2048,
    'autonomica.container': { 2: 1 },
    'container.uptime': 60,
  },
  // the limit of memory is that of a group which can not be seen; process 1 is the machine's
  hybrid: {
    ...memory,
    'container.cpu.time': 93.182736123,
    'autonomica.container.cpu.limit': 0.5,
    'autonomica.container.cpu.periods': 400,
    'autonomica.container.cpu.throttled.periods': 40,
    'autonomica.container.cpu.throttled.time': 5,
    'autonomica.container.memory.limit': 402653184,
    'container.memory.available': 266338304,
    'autonomica.container.oom_kills': 3,
    'container.disk.io': { 'sda read': 1, 'sda write': 1 },
    'autonomica.container.pids': 23,
    'autonomica.container.pids.limit': 64,
    'autonomica.container': { hybrid: 1 },
  },
};

/** The files of a tree that the kernel would write. */
const files = [
  'cpu.stat',
  'cpu.max',
  'cpuset.cpus.effective',
  'memory.current',
  'memory.max',
  'memory.stat',
  'memory.events',
  'io.stat',
  'pids.current',
]
  .map((name) => `sys/fs/cgroup/${name}`)
  .concat('proc/self/cgroup', 'proc/self/mountinfo', 'proc/1/cgroup', 'proc/1/stat', 'proc/meminfo', 'proc/partitions', 'proc/uptime');

describe('the own container', () => {
  for (const [tree, expected] of Object.entries(trees)) it(`is read: ${tree}`, () => assert.deepEqual(told(read(rootOf(tree))), expected));

  it('that only a hint says to be one has no uptime: process 1 may be the machine', () =>
    assert.deepEqual(told(read(rootOf('docker-v2'), false))['container.uptime'], undefined));

  for (const tree of ['garbage-groups', 'nowhere'])
    it(`can not be read: ${tree}`, () => assert.throws(() => read(rootOf(tree)), /no control group tells anything/));

  it('has no limit where that is more than the machine has, in every spelling', async () => {
    for (const [limit, expected] of [
      ['max', undefined],
      ['-1', undefined],
      ['9223372036854771712', undefined],
      ['18446744073709551615', undefined],
      ['2000000', undefined],
      ['1024000', 1024000],
    ] as const)
      await withRoot(
        {
          'proc/self/cgroup': '0::/\n',
          'proc/self/mountinfo': '30 29 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
          'proc/meminfo': 'MemTotal:       1000 kB\n',
          'sys/fs/cgroup/memory.max': `${limit}\n`,
          'sys/fs/cgroup/memory.current': '5\n',
        },
        (root) => {
          const found = read(root).find(([{ name }]) => name === 'autonomica.container.memory.limit');
          assert.equal(found?.[1][0]?.[0], expected, limit);
        },
      );
  });

  it('has disks by the name the kernel gives them, where the partitions have none', () =>
    withRoot(
      {
        'proc/self/cgroup': '0::/\n',
        'proc/self/mountinfo': '30 29 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
        'sys/dev/block/253:1/uevent': 'MAJOR=253\nMINOR=1\nDEVNAME=dm-1\nDEVTYPE=disk\n',
        'sys/fs/cgroup/io.stat': '253:1 rbytes=7 wbytes=8\n',
      },
      (root) => assert.deepEqual(told(read(root))['container.disk.io'], { 'dm-1 read': 7, 'dm-1 write': 8 }),
    ));

  it('is read from whatever is in its files, and has finite values', function () {
    this.timeout(60_000);
    return withRoot({}, ({ root }) => {
      const source = rootOf('docker-v2').root;
      const originals = new Map(files.map((name) => [name, readFileSync(join(source, name), 'utf8')]));
      const mutated = (text: string): fc.Arbitrary<string | undefined> =>
        fc.oneof(
          fc.constant(undefined),
          fc.string({ unit: 'binary' }),
          fc.tuple(fc.nat(text.length), fc.nat(8), fc.string()).map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut)),
          fc.constantFrom('-', '9'.repeat(330), 'NaN', '\0', '/../..', '').map((put) => text.replaceAll(/\d+/g, put)),
        );
      const change = fc.constantFrom(...files).chain((name) => fc.tuple(fc.constant(name), mutated(originals.get(name) ?? '')));
      cpSync(source, root, { recursive: true });
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
          for (const [name, text] of changes) {
            if (text === undefined) rmSync(join(root, name), { force: true });
            else writeFileSync(join(root, name), text);
          }
          try {
            return isFinite(read(new Files(root)));
          } catch (error) {
            return (error as Error).message.includes('no control group tells anything');
          } finally {
            for (const [name] of changes) writeFileSync(join(root, name), originals.get(name) ?? '');
          }
        }),
        { numRuns: 150 },
      );
    });
  });

  it("is read from this machine's own control groups, where it runs Linux", function () {
    if (process.platform !== 'linux') return this.skip();
    const found = read(new Files());
    assert.ok(isFinite(found) && found.length > 1);
    const names = found.map(([{ name }]) => name);
    assert.equal(new Set(names).size, names.length);
    return undefined;
  });
});
