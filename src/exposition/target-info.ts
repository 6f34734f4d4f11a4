import { completeResource } from '../opentelemetry/bundle.ts';
import type { Family } from './family.ts';
import { Labels } from './labels.ts';

/** The resource as the family `target_info`: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes-1 */
export function targetInfo(resource: Readonly<Record<string, string>>): Family {
  const attributes = completeResource(resource);
  const text = new Labels(Object.keys(attributes)).text(Object.values(attributes));
  return { name: 'target_info', type: 'gauge', help: 'Who is measured.', bounds: [], rows: [{ text, chunk: Float64Array.of(1), at: 0 }] };
}
