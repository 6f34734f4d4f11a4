import { seriesLimit } from '../catalogue/budget.ts';
import type { Kind } from '../catalogue/define.ts';
import type { Facts, Scope } from '../store/instrument.ts';
import type { Described } from '../opentelemetry/sdk.ts';
import { definitionOf } from './define.ts';

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation */
const defaultBuckets = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

/** Text, if it is some: JavaScript may say anything. */
const textOf = (said: unknown): string => (typeof said === 'string' ? said : '');

type Agreement = (asked: Kind, defined: Kind) => boolean;
const isSame: Agreement = (asked, defined) => asked === defined;
/** Once observed, a gauge and an updown are the same number. */
export const isSameNumber: Agreement = (asked, defined) => asked === defined || (asked === 'gauge' && defined === 'updown');

/**
 * The facts of an instrument that a scope asks for. Where a catalogue defines the metric, its kind, unit, meaning and buckets hold,
 * whatever the scope says: OpenTelemetry's host metrics leave units out.
 */
export function factsOf(scope: Scope, kind: Kind, asked: Described, agrees = isSame): { facts: Facts; limit?: number | undefined } {
  const name = textOf(asked.name);
  const definition = definitionOf(name);
  const whole = asked.valueType === 0;
  if (definition !== undefined && agrees(kind, definition.kind)) {
    const { unit, means, buckets } = definition;
    return { facts: { scope, name: definition.name, kind: definition.kind, unit, means, buckets, whole }, limit: seriesLimit(definition) };
  }
  const advised = asked.advice?.explicitBucketBoundaries;
  const buckets = kind === 'histogram' ? boundsFrom(advised) : undefined;
  const { unit, description } = asked;
  return { facts: { scope, name, kind, unit: textOf(unit), means: textOf(description), buckets, whole } };
}

/** The advised bounds, if they are numbers that rise; infinite ones say nothing. */
function boundsFrom(advised: readonly number[] | undefined): readonly number[] {
  if (!Array.isArray(advised)) return defaultBuckets;
  const finite = advised.filter((bound) => Number.isFinite(bound));
  return finite.every((bound, i) => i === 0 || bound > finite[i - 1]) ? finite : defaultBuckets;
}
