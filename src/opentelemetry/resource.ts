import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import type { Value } from '../store/cell.ts';

/** The attributes given, and those that say which SDK measures. */
export function completeResource(attributes: Readonly<Record<string, string>>): Readonly<Record<string, Value>> {
  return defaultResource().merge(resourceFromAttributes(attributes)).attributes as Readonly<Record<string, Value>>;
}
