import assert from 'node:assert/strict';
import { containerIn } from '../../../src/readings/container/name.ts';
import { ids } from './roots.ts';

const id = ids.docker;

describe("a control group's path", () => {
  for (const [path, runtime, own = path] of [
    [`/docker/${id}`, 'docker'],
    [`/system.slice/docker-${id}.scope`, 'docker'],
    [`/system.slice/docker-${id}.scope/init.scope`, 'docker', `/system.slice/docker-${id}.scope`],
    [`/kubepods.slice/kubepods-pod1.slice/cri-containerd-${id}.scope`, 'containerd'],
    [`/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:${id}`, 'containerd'],
    [`/user.slice/nerdctl-${id}.scope`, 'containerd'],
    [`/kubepods.slice/crio-${id}.scope/container`, 'cri-o', `/kubepods.slice/crio-${id}.scope`],
    [`/kubepods/besteffort/pod1/crio-${id}`, 'cri-o'],
    [`/machine.slice/libpod-${id}.scope/container`, 'podman', `/machine.slice/libpod-${id}.scope`],
    [`/kubepods/burstable/pod1/${id}`, undefined],
    [`/docker/${ids.podman}/docker/${id}`, 'docker'],
  ] as const)
    it(`names a container: ${path}`, () => assert.deepEqual(containerIn(path), { id, runtime, path: own }));

  for (const path of [
    '/',
    '',
    '/init.scope',
    `/machine.slice/libpod-conmon-${id}.scope`,
    `/kubepods.slice/crio-conmon-${id}.scope`,
    `/docker/${id.slice(1)}`,
    `/docker/${id}0`,
    `/${id.toUpperCase()}`,
    '/docker/buildkit/q1p0c5zlxcbhy3ue3qmn0hb8w',
  ])
    it(`names none: ${path}`, () => assert.equal(containerIn(path), undefined));
});
