import { Files } from '../files.ts';
import { fieldsOf, mountedOf } from './mounted.ts';
import { containerIn, type Runtime } from './name.ts';

/** The container that a process runs in. */
export interface Container {
  /** What says so: a variable, a file. */
  readonly sign: string;
  /** A `/.dockerenv` alone proves nothing: it is in virtual machines too that were made from an image. */
  readonly proven: boolean;
  readonly id?: string | undefined;
  readonly runtime?: Runtime | undefined;
}

/** Paths that only engines make, whether or not they have the container's id: `/kubepods/`, `/lxc/`. */
const grouped = /\/(?:docker|kubepods|lxc)\/|[/-]kubepods-|\/lxc\.payload/;

function textOf(files: Files, name: string): string {
  try {
    return files.text(name);
  } catch {
    return '';
  }
}

/**
 * The files of this process, where those that are given may be a machine's: that machine's root is mounted into this process's container then,
 * whose own is `/`.
 */
export function ownFiles(files: Files): Files {
  const root = files.root.replace(/\/+$/, '');
  if (root === '') return files;
  const own = new Files('/');
  const fields = fieldsOf(textOf(own, 'proc/self/mountinfo'));
  return fields.some(([, , , , point]) => point === root || point?.startsWith(`${root}/`)) ? own : files;
}

/** `engine="podman-5.2.1"`, `id="…"`, which Podman tells to privileged containers only. */
function environmentOf(text: string): Pick<Container, 'id' | 'runtime'> {
  return { id: /^id="([0-9a-f]{64})"$/m.exec(text)?.[1], runtime: /^engine="podman/m.test(text) ? 'podman' : undefined };
}

/**
 * The container that this process runs in, or undefined; never throws.
 * @param variable the one of the environment that says so, if there is one
 */
export function detect(files: Files, variable?: string): Container | undefined {
  const own = ownFiles(files);
  const groups = textOf(own, 'proc/self/cgroup');
  const named = groups
    .split('\n')
    .map(containerIn)
    .find((each) => each !== undefined);
  const mounted = mountedOf(textOf(own, 'proc/self/mountinfo'), variable === 'KUBERNETES_SERVICE_HOST');
  const hasFile = own.has('run/.containerenv');
  const inside = hasFile ? environmentOf(textOf(own, 'run/.containerenv')) : undefined;
  const proof =
    variable ??
    (hasFile ? '/run/.containerenv' : undefined) ??
    (mounted ? '/proc/self/mountinfo' : undefined) ??
    (named || grouped.test(groups) ? '/proc/self/cgroup' : undefined);
  if (proof === undefined) return own.has('.dockerenv') ? { sign: '/.dockerenv', proven: false } : undefined;
  const id = named?.id ?? mounted?.id ?? inside?.id;
  const runtime = named?.runtime ?? mounted?.runtime ?? inside?.runtime;
  return { sign: proof, proven: true, id, runtime };
}
