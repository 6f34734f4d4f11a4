import type * as Api from '@opentelemetry/api';
import type * as Exporter from '@opentelemetry/exporter-prometheus';
import type * as Sdk from '@opentelemetry/sdk-metrics';
import { need } from './child.ts';
import type { Client } from './client.ts';
import { listening } from './listening.ts';

const api = (): typeof Api => need('@opentelemetry/api') as typeof Api;
export const neverServed = (): Promise<never> => Promise.reject(new Error('this contender is not scraped'));

/** What an application calls: the global API, whoever stands behind it. */
export function throughApi(serve: Client['serve'] = neverServed): Client {
  const meter = api().metrics.getMeter('bench');
  return {
    counter(name) {
      const counter = meter.createCounter(name, { description: name });
      return { record: (amount, attributes) => counter.add(amount, attributes as unknown as Api.Attributes) };
    },
    histogram(name, buckets) {
      const advice = { explicitBucketBoundaries: [...buckets] };
      const histogram = meter.createHistogram(name, { description: name, advice });
      return { record: (value, attributes) => histogram.record(value, attributes as unknown as Api.Attributes) };
    },
    serve,
  };
}

/** The stock SDK and its Prometheus exporter. @param maxSeries what a view raises its limit of 2,000 to */
export function openTelemetry(maxSeries?: number): Client {
  const { MeterProvider } = need('@opentelemetry/sdk-metrics') as typeof Sdk;
  const { PrometheusExporter } = need('@opentelemetry/exporter-prometheus') as typeof Exporter;
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const views = maxSeries === undefined ? [] : [{ instrumentName: '*', aggregationCardinalityLimit: maxSeries }];
  api().metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter], views }));
  return throughApi(() => listening((request, response) => exporter.getMetricsRequestHandler(request, response)));
}
