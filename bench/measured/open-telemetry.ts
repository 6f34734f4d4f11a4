import type * as Api from '@opentelemetry/api';
import type * as Exporter from '@opentelemetry/exporter-prometheus';
import type * as Sdk from '@opentelemetry/sdk-metrics';
import { need } from './child.ts';
import type { Client } from './client.ts';

const api = (): typeof Api => need('@opentelemetry/api') as typeof Api;
const neverScraped = (): Promise<never> => Promise.reject(new Error('this contender is not scraped'));

/** What an application calls: the global API, whoever stands behind it. */
export function throughApi(scrape: Client['scrape'] = neverScraped): Client {
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
    scrape,
  };
}

/** The stock SDK and its Prometheus exporter. @param maxSeries what a view raises its limit of 2,000 to */
export function openTelemetry(maxSeries?: number): Client {
  const { MeterProvider } = need('@opentelemetry/sdk-metrics') as typeof Sdk;
  const { PrometheusExporter, PrometheusSerializer } = need('@opentelemetry/exporter-prometheus') as typeof Exporter;
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const views = maxSeries === undefined ? [] : [{ instrumentName: '*', aggregationCardinalityLimit: maxSeries }];
  api().metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter], views }));
  const serializer = new PrometheusSerializer();
  return throughApi(async () => Buffer.from(serializer.serialize((await exporter.collect()).resourceMetrics)));
}
