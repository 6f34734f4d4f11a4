import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { folders, ownGroups } from '../../../src/readings/container/groups.ts';
import { below, parseGroups, parseMounts } from '../../../src/readings/container/mounts.ts';
import { ids, rootOf, withRoot } from './roots.ts';

const second = (root: string, point = '/sys/fs/cgroup'): string =>
  `30 29 0:26 ${root} ${point} rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n`;

describe('control groups', () => {
  it('are mounted, of both versions', () =>
    assert.deepEqual(
      parseMounts(
        `22 27 0:21 / /proc rw - proc proc rw\n31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n` +
          `32 31 0:29 /docker/1 /sys/fs/cgroup/cpu,cpuacct rw master:5 - cgroup cgroup rw,cpu,cpuacct\n${second('/a\\040b')}`,
      ),
      [
        { version: 1, root: '/docker/1', point: '/sys/fs/cgroup/cpu,cpuacct', controllers: ['rw', 'cpu', 'cpuacct'] },
        { version: 2, root: '/a b', point: '/sys/fs/cgroup', controllers: [] },
      ],
    ));

  it('of a process have paths', () =>
    assert.deepEqual(parseGroups('4:cpu,cpuacct:/docker/1\n1:name=systemd:/a:b\n0::/\n'), [
      { controllers: ['cpu', 'cpuacct'], path: '/docker/1' },
      { controllers: ['name=systemd'], path: '/a:b' },
      { controllers: [], path: '/' },
    ]));

  for (const [root, path, inside] of [
    ['/', '/', ''],
    ['/', '/docker/1', '/docker/1'],
    ['/docker/1', '/docker/1', ''],
    ['/docker/1', '/docker/1/sub', '/sub'],
    ['/docker/1', '/docker/10', undefined],
    ['/docker/1', '/', undefined],
    ['/../..', '/', undefined],
    ['/', '/../b', undefined],
  ] as const)
    it(`are where the mount shows them: ${path} of ${root}`, () => assert.equal(below({ root }, path), inside));

  it('have limits above them too', () => {
    assert.deepEqual(folders('/c', '/a/b'), ['/c/a/b', '/c/a', '/c']);
    assert.deepEqual(folders('/c', ''), ['/c']);
  });

  for (const [tree, version, controllers] of [
    ['docker-v1', '1', { memory: [1, '/sys/fs/cgroup/memory'], cpuacct: [1, '/sys/fs/cgroup/cpu,cpuacct'] }],
    ['docker-v2', '2', { memory: [2, '/sys/fs/cgroup'], blkio: [2, '/sys/fs/cgroup'] }],
    [
      'hybrid',
      'hybrid',
      { memory: [1, `/sys/fs/cgroup/memory/docker/${ids.docker}`], pids: [2, `/sys/fs/cgroup/unified/docker/${ids.docker}`] },
    ],
  ] as const)
    it(`are in either version, each controller for itself: ${tree}`, () => {
      const groups = ownGroups(rootOf(tree));
      assert.equal(groups?.version, version);
      for (const [controller, [of, folder]] of Object.entries(controllers)) {
        const place = groups.place(controller);
        assert.deepEqual([place?.version, place?.folders[0]], [of, folder], controller);
      }
    });

  const own = (cgroup: string, mountinfo: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[] | undefined> =>
    withRoot(
      { 'proc/self/cgroup': cgroup, 'proc/self/mountinfo': mountinfo, ...more },
      (files) => ownGroups(files)?.place('memory')?.folders,
    );

  it('of a container are the whole of what it has mounted, wherever in there the process is', async () => {
    const inside = { 'sys/fs/cgroup/cgroup.type': 'domain\n', 'sys/fs/cgroup/system.slice/api.service/memory.current': '1\n' };
    assert.deepEqual(await own('0::/system.slice/api.service\n', second('/'), inside), ['/sys/fs/cgroup']);
  });

  it('of a path of the machine are what the mount shows, where that is not there', async () => {
    assert.deepEqual(await own('0::/docker/1\n', second('/')), ['/sys/fs/cgroup']);
    assert.deepEqual(await own('0::/docker/1\n', second('/docker/1')), ['/sys/fs/cgroup']);
    assert.deepEqual(await own('0::/docker/2\n', second('/docker/1')), ['/sys/fs/cgroup']);
  });

  it("are its own, not the machine's that is mounted as well", async () =>
    assert.deepEqual(await own('0::/\n', second('/../..', '/host/sys/fs/cgroup') + second('/')), ['/sys/fs/cgroup']));

  it('are none where the process is outside of what it may see, or sees nothing', async () => {
    assert.equal(await own('0::/../b\n', second('/')), undefined);
    assert.equal(await own('0::/\n', ''), undefined);
    assert.equal(await own('', second('/')), undefined);
    assert.equal(await own('4:memory:/\n0::/\n', second('/')), undefined, 'memory is in version 1, which is not mounted');
  });

  it('are read from anything', () => {
    const line = fc.stringMatching(/^\d{1,3} \d 0:\d \/[./a-z\\0-7]* \/[./a-z\\0-7]* rw - cgroup2? c [a-z,=]+$/);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(line, fc.string())).map((lines) => lines.join('\n')),
    );
    fc.assert(fc.property(text, (any) => parseMounts(any).every(({ point }) => !point.split('/').includes('..'))));
    fc.assert(fc.property(text, (any) => parseGroups(any).every(({ path }) => path.startsWith('/'))));
  });
});
