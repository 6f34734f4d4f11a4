import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { allContainers } from '../../../src/readings/container/all.ts';
import { Files } from '../../../src/readings/files.ts';
import type { Found } from '../../../src/readings/reading.ts';
import { ids, isFinite, rootOf, told, withRoot } from './roots.ts';

const short = Object.entries(ids);
/** With short names for the ids. */
const named = (found: readonly Found[]): Readonly<Record<string, unknown>> =>
  JSON.parse(short.reduce((text, [name, id]) => text.replaceAll(id, name), JSON.stringify(told(found)))) as Record<string, unknown>;

/** A machine that was looked through, and how it is read. */
async function watched(files: Files): Promise<() => readonly Found[]> {
  const { readings, samplings } = allContainers();
  for (const sampling of samplings) await sampling.sample(files);
  return () => readings.flatMap((reading) => reading.read(files));
}

describe('all containers', () => {
  it('of a machine are told apart by id and runtime, with the limits of what they are in', async () => {
    const read = await watched(rootOf('docker-host'));
    assert.deepEqual(named(read()), {
      'autonomica.container': {
        'docker docker 2': 1,
        'containerd containerd 2': 1,
        'crio cri-o 2': 1,
        'podman podman 2': 1,
        'kubepods  2': 1,
      },
      'container.cpu.time': {
        'docker docker': 93.182736,
        'containerd containerd': 5,
        'crio cri-o': 7,
        'podman podman': 1.5,
        'kubepods ': 0.25,
      },
      'autonomica.container.cpu.limit': { 'docker docker': 1.5, 'containerd containerd': 0.5 },
      'autonomica.container.cpu.periods': {
        'docker docker': 1200,
        'containerd containerd': 0,
        'crio cri-o': 0,
        'podman podman': 10,
        'kubepods ': 0,
      },
      'autonomica.container.cpu.throttled.periods': {
        'docker docker': 345,
        'containerd containerd': 0,
        'crio cri-o': 0,
        'podman podman': 1,
        'kubepods ': 0,
      },
      'autonomica.container.cpu.throttled.time': {
        'docker docker': 67.890123,
        'containerd containerd': 0,
        'crio cri-o': 0,
        'podman podman': 0.0025,
        'kubepods ': 0,
      },
      'container.memory.usage': {
        'docker docker': 178257920,
        'containerd containerd': 67108864,
        'crio cri-o': 2097152,
        'podman podman': 31457280,
        'kubepods ': 2097152,
      },
      'container.memory.working_set': {
        'docker docker': 136314880,
        'containerd containerd': 62914560,
        'crio cri-o': 2097152,
        'podman podman': 29360128,
        'kubepods ': 2097152,
      },
      'container.memory.rss': {
        'docker docker': 104857600,
        'containerd containerd': 52428800,
        'crio cri-o': 1048576,
        'podman podman': 20971520,
        'kubepods ': 1048576,
      },
      'autonomica.container.memory.limit': { 'docker docker': 268435456, 'containerd containerd': 134217728, 'podman podman': 1073741824 },
      'container.memory.available': { 'docker docker': 132120576, 'containerd containerd': 71303168, 'podman podman': 1044381696 },
      'autonomica.container.oom_kills': {
        'docker docker': 2,
        'containerd containerd': 0,
        'crio cri-o': 0,
        'podman podman': 1,
        'kubepods ': 0,
      },
      'container.disk.io': { 'docker docker sda read': 1310720, 'docker docker sda write': 655360 },
      'autonomica.container.pids': {
        'docker docker': 23,
        'containerd containerd': 11,
        'crio cri-o': 2,
        'podman podman': 3,
        'kubepods ': 1,
      },
      'autonomica.container.pids.limit': { 'docker docker': 100, 'podman podman': 2048 },
      // the others have no first process of their own that can be seen
      'container.uptime': { 'docker docker': 1000.25, 'crio cri-o': 50 },
    });
  });

  it('are found in either tree of version 1', async () => {
    const found = named((await watched(rootOf('docker-host-v1')))());
    assert.deepEqual(found['container.cpu.time'], { 'docker docker': 93.182736123, 'podman podman': 2 });
    assert.deepEqual(found['container.memory.usage'], { 'docker docker': 178257920 });
    assert.deepEqual(found['autonomica.container.oom_kills'], { 'docker docker': 1 });
    assert.deepEqual(found['container.uptime'], { 'docker docker': 1000.25 });
  });

  it('that are gone are gone at once, and the limits of what they were in are nobody’s', () =>
    withRoot({}, async ({ root }) => {
      cpSync(rootOf('docker-host').root, root, { recursive: true });
      const read = await watched(new Files(root));
      const pod = 'kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0b7a9d9f_6f3a_4e1f_8c0c_6c2b7d5b0b7a.slice';
      rmSync(join(root, 'sys/fs/cgroup', pod, `cri-containerd-${ids.containerd}.scope`), { recursive: true });
      assert.ok(!JSON.stringify(told(read())).includes(ids.containerd));
      rmSync(join(root, 'sys'), { recursive: true });
      assert.deepEqual(read(), []);
    }));

  it('are none on a machine without', async () => {
    assert.deepEqual((await watched(rootOf('garbage-groups')))(), []);
    assert.deepEqual((await watched(rootOf('docker-v2')))(), []);
    await assert.rejects(watched(rootOf('nowhere')), { code: 'ENOENT' });
  });

  it('of this machine are read', async function () {
    if (process.platform !== 'linux') return this.skip();
    assert.ok(isFinite((await watched(new Files()))()));
    return undefined;
  });
});
