import { arch, hostname, type } from 'node:os';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import type { Family } from './exposition/family.ts';
import { Labels } from './exposition/labels.ts';
import type { Settings } from './environment.ts';
import type { Value } from './store/cell.ts';

/** Who is measured. Never the command line, the user or a path: they carry secrets. */
export function resourceOf({ serviceName, resource }: Pick<Settings, 'serviceName' | 'resource'>): Readonly<Record<string, Value>> {
  const { 'service.name': named, ...rest } = resource;
  const name = serviceName === 'unknown_service:node' ? (named ?? serviceName) : serviceName;
  const known = {
    'host.name': hostname(),
    'host.arch': arch(),
    'os.type': type().toLowerCase().replace('windows_nt', 'windows'),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
  };
  const whole = defaultResource().merge(resourceFromAttributes({ ...known, ...rest, 'service.name': name }));
  return whole.attributes as Readonly<Record<string, Value>>;
}

/** The resource as the family `target_info`: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes-1 */
export function targetInfo(resource: Readonly<Record<string, Value>>): Family {
  const text = new Labels(Object.keys(resource)).text(Object.values(resource));
  return { name: 'target_info', type: 'gauge', help: 'Who is measured.', bounds: [], rows: [{ text, chunk: Float64Array.of(1), at: 0 }] };
}
