import { type ExportResult, ExportResultCode, type InstrumentationScope } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  ConsoleMetricExporter,
  DataPointType,
  InstrumentType,
  MeterProvider,
  type MetricData,
  type MetricProducer,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { ValueType } from '@opentelemetry/api';
import type { Value } from '../store/cell.ts';
import type { Facts } from '../store/instrument.ts';
import type { ViewMetric, ViewPoint } from '../store/view.ts';

/** An exporter of OpenTelemetry's, as it is loaded from the application. */
export type Exporter = PushMetricExporter;

export interface Reading {
  readonly exporter: Exporter;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly resource: Readonly<Record<string, Value>>;
  /** Brings the store up to date and gives what this reader is to be told. */
  collect(isDelta: (facts: Facts) => boolean, timeoutMs: number): Promise<readonly ViewMetric[]>;
  /** Hears how each export ended; no error, and it went well. */
  ended(error: Error | undefined): void;
}

export interface Reader {
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

const instrumentTypes = {
  counter: [InstrumentType.COUNTER, InstrumentType.OBSERVABLE_COUNTER],
  updown: [InstrumentType.UP_DOWN_COUNTER, InstrumentType.OBSERVABLE_UP_DOWN_COUNTER],
  gauge: [InstrumentType.GAUGE, InstrumentType.OBSERVABLE_GAUGE],
  info: [InstrumentType.GAUGE, InstrumentType.OBSERVABLE_GAUGE],
  histogram: [InstrumentType.HISTOGRAM, InstrumentType.HISTOGRAM],
  // by its sum and its count
  summary: [InstrumentType.COUNTER, InstrumentType.COUNTER],
} as const;

const typeOf = ({ kind, observed }: Facts): InstrumentType => instrumentTypes[kind][observed ? 1 : 0];

const timeOf = (ms: number): [seconds: number, nanoseconds: number] => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];

function numbersOf(metric: ViewMetric, end: number, name = metric.facts.name, at = 0, kind = metric.facts.kind): MetricData {
  const { facts, delta, points } = metric;
  const common = {
    descriptor: { name, description: facts.means, unit: facts.unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    dataPoints: points.map(({ attributes, numbers, start }) => ({
      attributes: attributes as never,
      startTime: timeOf(start),
      endTime: timeOf(end),
      value: numbers[at] as number,
    })),
  };
  if (kind === 'counter' || kind === 'updown') return { ...common, dataPointType: DataPointType.SUM, isMonotonic: kind === 'counter' };
  return { ...common, dataPointType: DataPointType.GAUGE };
}

function histogramOf({ facts, delta, points }: ViewMetric, end: number): MetricData {
  const value = ({ numbers: [sum = 0, ...counts] }: ViewPoint): object => ({
    buckets: { boundaries: [...(facts.buckets ?? [])], counts },
    sum,
    count: counts.reduce((a, b) => a + b, 0),
  });
  return {
    descriptor: { name: facts.name, description: facts.means, unit: facts.unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints: points.map((point) => ({
      attributes: point.attributes as never,
      startTime: timeOf(point.start),
      endTime: timeOf(end),
      value: value(point) as never,
    })),
  };
}

/** The SDK has no summary: its sum and its count are counters, its quantiles a gauge. */
function summaryOf(metric: ViewMetric, end: number): MetricData[] {
  const { name, quantiles = [] } = metric.facts;
  const points = quantiles.flatMap((quantile, i) =>
    metric.points
      .filter(({ numbers }) => !Number.isNaN(numbers[i + 2]))
      .map((point): ViewPoint => ({ ...point, attributes: { ...point.attributes, quantile }, numbers: [point.numbers[i + 2] as number] })),
  );
  const counts = { ...numbersOf(metric, end, `${name}.count`, 1, 'counter') };
  return [
    numbersOf(metric, end, `${name}.sum`, 0, 'counter'),
    { ...counts, descriptor: { ...counts.descriptor, unit: '{value}' } },
    numbersOf({ ...metric, points }, end, name, 0, 'gauge'),
  ];
}

function dataOf(metric: ViewMetric, end: number): MetricData[] {
  if (metric.facts.kind === 'histogram') return [histogramOf(metric, end)];
  return metric.facts.kind === 'summary' ? summaryOf(metric, end) : [numbersOf(metric, end)];
}

function resourceMetricsOf(metrics: readonly ViewMetric[], resource: Reading['resource'], end: number): ResourceMetrics {
  const scopes = new Map<string, { scope: InstrumentationScope; metrics: MetricData[] }>();
  for (const metric of metrics) {
    const { name, version = '', schemaUrl = '' } = metric.facts.scope;
    const id = JSON.stringify([name, version, schemaUrl]);
    const scope = { name, version, schemaUrl };
    const there = scopes.get(id) ?? { scope, metrics: [] };
    scopes.set(id, there);
    there.metrics.push(...dataOf(metric, end));
  }
  return { resource: resourceFromAttributes(resource), scopeMetrics: [...scopes.values()] };
}

/** Tells how an export ended, or that it does not, instead of leaving it to the SDK, which would log each one. */
function told({ exporter, ended }: Reading, timeoutMs: number): PushMetricExporter {
  return {
    export(metrics, done) {
      let isOver = false;
      const end = (error: Error | undefined): void => {
        if (isOver) return;
        isOver = true;
        clearTimeout(late);
        ended(error);
        done({ code: ExportResultCode.SUCCESS });
      };
      const late = setTimeout(() => end(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      exporter.export(metrics, ({ code, error }: ExportResult) =>
        end(code === ExportResultCode.SUCCESS ? undefined : (error ?? new Error('it says no reason'))),
      );
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    ...(exporter.selectAggregationTemporality && { selectAggregationTemporality: exporter.selectAggregationTemporality.bind(exporter) }),
  };
}

/** Exports what the store has, again and again, by the SDK's own reader. */
export function openReader(reading: Reading): Reader {
  const { exporter, intervalMs, timeoutMs, resource, collect } = reading;
  const temporality = (facts: Facts): AggregationTemporality =>
    exporter.selectAggregationTemporality?.(typeOf(facts)) ?? AggregationTemporality.CUMULATIVE;
  const producer: MetricProducer = {
    async collect({ timeoutMillis = timeoutMs } = {}) {
      const metrics = await collect((facts) => temporality(facts) === AggregationTemporality.DELTA, timeoutMillis);
      return { resourceMetrics: resourceMetricsOf(metrics, resource, Date.now()), errors: [] };
    },
  };
  const reader = new PeriodicExportingMetricReader({
    exporter: told(reading, Math.min(timeoutMs, Math.ceil(intervalMs * 0.9))),
    exportIntervalMillis: intervalMs,
    // what takes longer has been told by then
    exportTimeoutMillis: intervalMs,
    metricProducers: [producer],
  });
  const provider = new MeterProvider({ resource: resourceFromAttributes(resource), readers: [reader] });
  return { flush: () => provider.forceFlush(), shutdown: () => provider.shutdown() };
}

/** What prints every push. */
export const consoleExporter = (): Exporter => new ConsoleMetricExporter();
