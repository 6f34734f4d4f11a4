import { isId, type Runtime } from './name.ts';

/** What the mounts of a process say of its container. */
export interface Mounted {
  readonly id: string | undefined;
  readonly runtime: Runtime | undefined;
}

/** What engines mount into containers. */
const given = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf', '/run/.containerenv', '/dev/termination-log'];

/** Where the root of a container has its layers. */
const layers: readonly (readonly [folder: string, runtime: Runtime])[] = [
  ['/docker/overlay2/', 'docker'],
  ['/containerd/', 'containerd'],
  ['/containers/storage/overlay/', 'podman'],
];

/** By line its first fields, of which the fourth is the folder that is mounted and the fifth where. Expressions would cost a start more. */
export const fieldsOf = (mountinfo: string): string[][] => mountinfo.split('\n').map((line) => line.split(' ', 5));

function mountedAt(points: readonly string[], mountinfo: string): string[][] {
  if (!points.some((point) => mountinfo.includes(` ${point} `))) return [];
  return fieldsOf(mountinfo).flatMap(([, , , folder = '', point = '']) => (points.includes(point) ? [folder.split('/')] : []));
}

function layeredBy(mountinfo: string): Runtime | undefined {
  if (!mountinfo.includes(' - overlay ')) return undefined;
  const root = mountinfo.split('\n').find((line) => line.split(' ', 5)[4] === '/' && line.includes(' - overlay '));
  return layers.find(([folder]) => root?.includes(folder))?.[1];
}

/** `…/overlay-containers/<id>/userdata/hostname`, `…/docker/containers/<id>/hosts`, nerdctl's `…/containers/<namespace>/<id>/hosts`, `…/sandboxes/<id>/hostname`. */
function keptIn(folders: readonly string[]): Mounted | undefined {
  const at = folders.findIndex(isId);
  if (at < 2) return undefined;
  const [above, parent] = folders.slice(at - 2, at);
  const id = folders[at];
  if (parent === 'overlay-containers') return { id, runtime: 'podman' };
  if (parent === 'containers') return { id, runtime: 'docker' };
  return parent === 'sandboxes' || above === 'containers' ? { id, runtime: 'containerd' } : undefined;
}

/** `/var/lib/kubelet/pods/<uid>/etc-hosts`, `…/pods/<uid>/containers/api/8c2f1a90`. */
function isOfPod(folders: readonly string[]): boolean {
  const [, uid = '', kept = ''] = folders.slice(folders.indexOf('pods'));
  return folders.includes('pods') && uid.length >= 32 && ['etc-hosts', 'containers'].includes(kept);
}

/**
 * The container that /proc/self/mountinfo tells, or undefined. A pod's files are kept by its sandbox, whose id none of its containers has: then
 * there is no id rather than a wrong one (https://github.com/open-telemetry/opentelemetry-java-instrumentation/issues/8462).
 * @param inPod whether something else says that it is one of a pod's
 */
export function mountedOf(mountinfo: string, inPod = false): Mounted | undefined {
  const kept = mountedAt(given, mountinfo);
  const found = kept.map(keptIn).find((each) => each !== undefined);
  const showsPod = kept.some(isOfPod);
  const runtime = found?.runtime ?? layeredBy(mountinfo);
  if (runtime === undefined && !showsPod) return undefined;
  if (!inPod && !showsPod) return { id: found?.id, runtime };
  // the storage is Podman's, and in a pod of Kubernetes it is CRI-O that uses it
  return { id: undefined, runtime: runtime === 'podman' ? 'cri-o' : runtime };
}
