import type { container } from '../../catalogue/container.ts';

/** As OpenTelemetry names them. */
export type Runtime = (typeof container.info.attributes.runtime.of)[number];

export interface Named {
  readonly id: string;
  /** Unknown below the kubelet without systemd, where a folder is called like the container and no more. */
  readonly runtime: Runtime | undefined;
  /** The path up to the container's own folder: a container may have more below it. */
  readonly path: string;
}

/** `/docker/<id>`, `/system.slice/docker-<id>.scope`, `/kubepods.slice/…/cri-containerd-<id>.scope`, `…:cri-containerd:<id>`, `/kubepods/…/<id>`. */
const named = /[/:](?:(docker|cri-containerd|nerdctl|crio|libpod)[-/:])?([0-9a-f]{64})(?:\.scope)?(?=\/|$)/g;

const idLength = 64;
export const isId = (name: string): boolean => name.length === idLength && /^[0-9a-f]+$/.test(name);

const runtimes: Readonly<Record<string, Runtime>> = {
  docker: 'docker',
  'cri-containerd': 'containerd',
  nerdctl: 'containerd',
  crio: 'cri-o',
  libpod: 'podman',
};

/** The container that a control group's path names, the innermost one. What watches over one, such as `libpod-conmon-<id>`, is none. */
export function containerIn(path: string): Named | undefined {
  // most are shorter, and then no expression is compiled for them at start-up
  const found = path.length > idLength ? [...path.matchAll(named)].at(-1) : undefined;
  const [whole, prefix = '', id] = found ?? [];
  if (found === undefined || whole === undefined || id === undefined) return undefined;
  return { id, runtime: runtimes[prefix], path: path.slice(0, found.index + whole.length) };
}
