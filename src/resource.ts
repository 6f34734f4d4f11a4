import { arch, hostname, type } from 'node:os';
import type { Settings } from './environment.ts';
import type { Container } from './readings/container/detect.ts';

/** What OpenTelemetry calls a service that nobody named. */
export const unnamed = 'unknown_service:node';

/**
 * Who is measured. Never the command line, the user or a path: they carry secrets.
 * @param machine the machine's name, where this process is in a container with a name of its own
 */
export function resourceOf(
  { serviceName, resource }: Pick<Settings, 'serviceName' | 'resource'>,
  { id, runtime }: Pick<Container, 'id' | 'runtime'> = {},
  machine?: string,
): Readonly<Record<string, string>> {
  return {
    'host.name': machine ?? hostname(),
    'host.arch': arch(),
    'os.type': type().toLowerCase().replace('windows_nt', 'windows'),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'service.name': unnamed,
    ...(id === undefined ? {} : { 'container.id': id }),
    ...(runtime === undefined ? {} : { 'container.runtime.name': runtime }),
    ...resource,
    ...(serviceName === unnamed ? {} : { 'service.name': serviceName }),
  };
}

/** Those attributes of a resource, and which of them it does not have. */
export function chosen(
  resource: Readonly<Record<string, string>>,
  names: readonly string[],
): { labels: Readonly<Record<string, string>>; absent: readonly string[] } {
  const [present, absent] = [true, false].map((is) => names.filter((name) => Object.hasOwn(resource, name) === is));
  return { labels: Object.fromEntries((present ?? []).map((name) => [name, resource[name] as string])), absent: absent ?? [] };
}
