import type { Meter } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { DataPointType, MeterProvider, type MetricData } from '@opentelemetry/sdk-metrics';
import type { Kind } from '../catalogue/define.ts';
import type { Scope } from '../store/instrument.ts';
import type { Given } from '../store/series.ts';

/** What a scope says of an instrument. */
export interface Described {
  readonly name: string;
  readonly unit?: string | undefined;
  readonly description?: string | undefined;
  readonly advice?: { explicitBucketBoundaries?: number[] } | undefined;
  readonly valueType?: number | undefined;
}

/** What the SDK's observables of one metric said. */
export interface Observed {
  readonly scope: Scope;
  readonly kind: Kind;
  readonly described: Described;
  readonly points: readonly (readonly [value: number, attributes: Given])[];
}

/** The SDK, as far as observable instruments need it. */
export interface Sdk {
  meter(scope: Scope): Meter;
  /** Calls the callbacks and gives all that was ever observed. */
  collect(timeoutMillis: number): Promise<readonly Observed[]>;
}

function kindOf(metric: MetricData): Kind {
  if (metric.dataPointType !== DataPointType.SUM) return 'gauge';
  return metric.isMonotonic ? 'counter' : 'updown';
}

/** Opens the SDK: one provider, read by the official exporter, which serves nothing. */
export function openSdk(): Sdk {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  return {
    meter: ({ name, version, schemaUrl }) => provider.getMeter(name, version, schemaUrl === undefined ? undefined : { schemaUrl }),
    async collect(timeoutMillis) {
      const { resourceMetrics } = await reader.collect({ timeoutMillis });
      return resourceMetrics.scopeMetrics.flatMap(({ scope, metrics }) =>
        metrics.map((metric) => ({
          scope,
          kind: kindOf(metric),
          described: metric.descriptor,
          points: metric.dataPoints.map(({ value, attributes }): [number, Given] => [value as number, attributes]),
        })),
      );
    },
  };
}
