import assert from 'node:assert/strict';
import { containerVariable } from '../../../src/environment.ts';
import { type Container, detect, ownFiles } from '../../../src/readings/container/detect.ts';
import { Files } from '../../../src/readings/files.ts';
import { ids, rootOf, withRoot } from './roots.ts';

const { docker: id, sandbox } = ids;
const disk = '812 811 0:52 / / rw,relatime - overlay overlay rw\n';
const pod = '/var/lib/kubelet/pods/0b7a9d9f-6f3a-4e1f-8c0c-6c2b7d5b0b7a';
const mounted = (folder: string, point: string): string => `822 812 8:1 ${folder} ${point} rw,relatime - ext4 /dev/sda1 rw\n`;
const mounts = (...lines: readonly string[]): Readonly<Record<string, string>> => ({ 'proc/self/mountinfo': disk + lines.join('') });
const inMounts = (found: Partial<Container>): Container => ({
  sign: '/proc/self/mountinfo',
  proven: true,
  id: undefined,
  runtime: undefined,
  ...found,
});
const inGroups = (found: Partial<Container>): Container => ({ ...inMounts(found), sign: '/proc/self/cgroup' });

/** What containers and machines have, line by line as their kernels print it. */
const machines: readonly {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly found: Container | undefined;
}[] = [
  {
    what: 'a machine',
    files: { 'proc/self/mountinfo': '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n', 'proc/self/cgroup': '0::/user.slice\n' },
    found: undefined,
  },
  { what: 'nothing at all', files: {}, found: undefined },
  {
    what: 'a machine that runs containers',
    files: {
      'proc/self/cgroup': '0::/user.slice\n',
      'proc/self/mountinfo':
        '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n' +
        `40 22 0:70 / /var/lib/docker/overlay2/9f1c/merged rw - overlay overlay rw,upperdir=/var/lib/docker/overlay2/9f1c/diff\n` +
        mounted(`/var/lib/docker/containers/${id}/mounts/shm`, `/var/lib/docker/containers/${id}/mounts/shm`),
    },
    found: undefined,
  },
  {
    what: 'a virtual machine made from an image',
    files: { '.dockerenv': '', 'proc/self/cgroup': '4:memory:/\n0::/\n' },
    found: { sign: '/.dockerenv', proven: false },
  },
  {
    what: 'Docker',
    files: {
      ...mounts(mounted(`/var/lib/docker/containers/${id}/hostname`, '/etc/hostname')),
      'proc/self/cgroup': '0::/\n',
      '.dockerenv': '',
    },
    found: inMounts({ id, runtime: 'docker' }),
  },
  {
    what: 'Docker whose folder is a disk of its own',
    files: mounts(mounted(`/containers/${id}/hosts`, '/etc/hosts')),
    found: inMounts({ id, runtime: 'docker' }),
  },
  {
    what: 'Docker by its layers',
    files: { 'proc/self/mountinfo': '8 7 0:5 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/var/lib/docker/overlay2/9f1c/diff\n' },
    found: inMounts({ runtime: 'docker' }),
  },
  {
    what: 'containerd with nerdctl',
    files: mounts(mounted(`/var/lib/nerdctl/1935db59/containers/default/${id}/hostname`, '/etc/hostname')),
    found: inMounts({ id, runtime: 'containerd' }),
  },
  {
    what: 'containerd under the kubelet, whose mounts have the id of the sandbox alone',
    files: mounts(
      mounted(`${pod}/etc-hosts`, '/etc/hosts'),
      mounted(`/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${sandbox}/hostname`, '/etc/hostname'),
    ),
    found: inMounts({ runtime: 'containerd' }),
  },
  {
    what: 'Docker under the kubelet, the same',
    files: mounts(mounted(`${pod}/etc-hosts`, '/etc/hosts'), mounted(`/var/lib/docker/containers/${sandbox}/hostname`, '/etc/hostname')),
    found: inMounts({ runtime: 'docker' }),
  },
  {
    what: 'CRI-O, the same',
    files: mounts(
      mounted(`/containers/storage/overlay-containers/${sandbox}/userdata/hostname`, '/etc/hostname'),
      mounted(`${pod}/containers/api/8c2f1a90`, '/dev/termination-log'),
    ),
    found: inMounts({ runtime: 'cri-o' }),
  },
  { what: 'a pod', files: mounts(mounted(`${pod}/etc-hosts`, '/etc/hosts')), found: inMounts({}) },
  { what: 'Podman', files: { 'run/.containerenv': '' }, found: { ...inMounts({}), sign: '/run/.containerenv' } },
  {
    what: 'Podman that tells',
    files: { 'run/.containerenv': `engine="podman-5.2.1"\nname="api"\nid="${id}"\n` },
    found: { ...inMounts({ id, runtime: 'podman' }), sign: '/run/.containerenv' },
  },
  {
    what: 'Podman of a user',
    files: mounts(mounted(`/containers/overlay-containers/${id}/userdata/.containerenv`, '/run/.containerenv')),
    found: inMounts({ id, runtime: 'podman' }),
  },
  {
    what: 'Docker with cgroups 1',
    files: { 'proc/self/cgroup': `4:memory:/docker/${id}\n` },
    found: inGroups({ id, runtime: 'docker' }),
  },
  {
    what: 'Kubernetes with cgroups 1',
    files: { 'proc/self/cgroup': `4:memory:/kubepods/burstable/pod1/${id}\n` },
    found: inGroups({ id }),
  },
  {
    what: 'Kubernetes whose group says which and whose mounts say of what',
    files: {
      'proc/self/cgroup': `4:memory:/kubepods/burstable/pod1/${id}\n`,
      ...mounts(mounted(`/run/containerd/io.containerd.grpc.v1.cri/sandboxes/${sandbox}/hostname`, '/etc/hostname')),
    },
    found: inMounts({ id, runtime: 'containerd' }),
  },
  { what: 'LXC', files: { 'proc/self/cgroup': '4:memory:/lxc/web\n' }, found: inGroups({}) },
];

describe('A container', () => {
  for (const { what, files, found } of machines)
    it(`is ${found?.proven ? '' : 'not '}seen: ${what}`, () => withRoot(files, (root) => assert.deepEqual(detect(root), found)));

  for (const [tree, found] of [
    ['docker-v1', { id: ids.docker, runtime: 'docker', proven: true }],
    ['docker-v2', { id: ids.docker, runtime: 'docker', proven: true }],
    ['kubernetes-pod', { id: undefined, runtime: 'containerd', proven: true }],
    ['podman', { id: ids.podman, runtime: 'podman', proven: true }],
    ['hybrid', { id: ids.docker, runtime: 'docker', proven: true }],
    ['garbage-groups', { sign: '/.dockerenv', proven: false }],
  ] as const)
    it(`is seen in the tree ${tree}`, () => assert.partialDeepStrictEqual(detect(rootOf(tree)), found));

  it('is not seen in the tree of a machine that runs containers', () => assert.equal(detect(rootOf('docker-host')), undefined));

  it('is seen by a variable', () => {
    assert.equal(containerVariable({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }), 'KUBERNETES_SERVICE_HOST');
    assert.equal(containerVariable({ container: 'podman' }), 'container');
    assert.equal(containerVariable({ HOME: '/' }), undefined);
    assert.deepEqual(detect(new Files('/nowhere'), 'container'), { ...inMounts({}), sign: 'container' });
  });

  it('in a pod, as a variable says, has no id of its mounts', () =>
    withRoot(mounts(mounted(`/var/lib/docker/containers/${sandbox}/hostname`, '/etc/hostname')), (root) =>
      assert.deepEqual(detect(root, 'KUBERNETES_SERVICE_HOST'), { ...inMounts({ runtime: 'docker' }), sign: 'KUBERNETES_SERVICE_HOST' }),
    ));

  it('is looked for where this process is, not where a machine is mounted', () => {
    if (process.platform === 'linux') for (const root of ['/', '/proc', '/proc/']) assert.equal(ownFiles(new Files(root)).root, '/');
    assert.equal(ownFiles(rootOf('docker-v2')).root, rootOf('docker-v2').root);
  });
});
