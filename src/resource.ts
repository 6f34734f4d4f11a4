import { arch, hostname, type } from 'node:os';
import type { Settings } from './environment.ts';
import type { Family } from './exposition/family.ts';
import { Labels } from './exposition/labels.ts';
import { completeResource } from './opentelemetry/bundle.ts';

/** What OpenTelemetry calls a service that nobody named. */
export const unnamed = 'unknown_service:node';

/** Who is measured. Never the command line, the user or a path: they carry secrets. */
export function resourceOf({ serviceName, resource }: Pick<Settings, 'serviceName' | 'resource'>): Readonly<Record<string, string>> {
  return {
    'host.name': hostname(),
    'host.arch': arch(),
    'os.type': type().toLowerCase().replace('windows_nt', 'windows'),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'service.name': unnamed,
    ...resource,
    ...(serviceName === unnamed ? {} : { 'service.name': serviceName }),
  };
}

/** The resource as the family `target_info`: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes-1 */
export function targetInfo(resource: Readonly<Record<string, string>>): Family {
  const attributes = completeResource(resource);
  const text = new Labels(Object.keys(attributes)).text(Object.values(attributes));
  return { name: 'target_info', type: 'gauge', help: 'Who is measured.', bounds: [], rows: [{ text, chunk: Float64Array.of(1), at: 0 }] };
}
