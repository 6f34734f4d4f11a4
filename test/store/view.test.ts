import assert from 'node:assert/strict';
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { Observables } from '../../src/meters/observables.ts';
import { StoreMeterProvider } from '../../src/meters/provider.ts';
import { Store } from '../../src/store/store.ts';
import { View } from '../../src/store/view.ts';

type Call =
  | { readonly op: 'add' | 'updown' | 'record'; readonly of: 'a' | 'b'; readonly value: number }
  | { readonly op: 'read'; readonly reader: 0 | 1 };

const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        op: fc.constantFrom('add' as const, 'updown' as const, 'record' as const),
        of: fc.constantFrom('a' as const, 'b' as const),
        value: fc.integer({ min: 1, max: 20 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('read' as const), reader: fc.constantFrom(0 as const, 1 as const) }) },
  ),
  { maxLength: 60 },
);

/** What a reader was told, without the series in which nothing came. */
type Told = readonly string[];
/** A sum that came to nothing says nothing: the SDK tells it each time, we the first time. */
const something = (each: string): boolean => !/ [0,]+$/.test(each);
const line = (name: string, of: unknown, numbers: readonly number[]): string => `${name} ${String(of)} ${numbers.join()}`;

async function bySdk(all: readonly Call[], temporalities: readonly AggregationTemporality[]): Promise<Told[]> {
  const exporters = temporalities.map((each) => new InMemoryMetricExporter(each));
  const readers = exporters.map((exporter) => new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 }));
  const provider = new MeterProvider({ readers });
  const meter = provider.getMeter('test');
  const instruments = {
    add: meter.createCounter('c'),
    updown: meter.createUpDownCounter('u'),
    record: meter.createHistogram('h', { advice: { explicitBucketBoundaries: [5, 10] } }),
  };
  const told: Told[] = [];
  for (const call of all) {
    if (call.op !== 'read') {
      const { op, value, of } = call;
      if (op === 'record') instruments.record.record(value, { of });
      else instruments[op].add(op === 'updown' && value % 2 === 0 ? -value : value, { of });
      continue;
    }
    const { resourceMetrics } = await (readers[call.reader] as PeriodicExportingMetricReader).collect();
    const lines = resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
      metrics.flatMap((metric) =>
        metric.dataPointType === DataPointType.HISTOGRAM
          ? metric.dataPoints.map(({ attributes, value }) =>
              line(metric.descriptor.name, attributes['of'], [value.sum ?? 0, ...value.buckets.counts]),
            )
          : metric.dataPoints.map(({ attributes, value }) => line(metric.descriptor.name, attributes['of'], [value as number])),
      ),
    );
    told.push(lines.filter(something).toSorted());
  }
  await provider.shutdown();
  return told;
}

function byViews(all: readonly Call[], temporalities: readonly AggregationTemporality[]): Told[] {
  const store = new Store();
  const views = temporalities.map(() => new View(0));
  const meter = new StoreMeterProvider(store, new Observables(store)).getMeter('test');
  const instruments = {
    add: meter.createCounter('c'),
    updown: meter.createUpDownCounter('u'),
    record: meter.createHistogram('h', { advice: { explicitBucketBoundaries: [5, 10] } }),
  };
  const told: Told[] = [];
  for (const [now, call] of all.entries()) {
    if (call.op !== 'read') {
      const { op, value, of } = call;
      if (op === 'record') instruments.record.record(value, { of });
      else instruments[op].add(op === 'updown' && value % 2 === 0 ? -value : value, { of });
      continue;
    }
    const delta = temporalities[call.reader] === AggregationTemporality.DELTA;
    const metrics = (views[call.reader] as View).read(store, () => delta, now);
    told.push(
      metrics
        .flatMap(({ facts, points }) => points.map(({ attributes, numbers }) => line(facts.name, attributes['of'], numbers)))
        .filter(something)
        .toSorted(),
    );
  }
  return told;
}

const { CUMULATIVE, DELTA } = AggregationTemporality;
/** A sum that is back at 0 when it is first read. */
const takenBack: Call[] = [
  { op: 'updown', of: 'b', value: 15 },
  { op: 'updown', of: 'b', value: 1 },
  { op: 'updown', of: 'b', value: 16 },
  { op: 'read', reader: 0 },
];

describe('what two readers are told', () => {
  for (const temporalities of [
    [CUMULATIVE, CUMULATIVE],
    [CUMULATIVE, DELTA],
    [DELTA, DELTA],
  ])
    it(`is what the SDK tells them: ${temporalities.map((each) => AggregationTemporality[each]).join(', ')}`, () =>
      fc.assert(
        fc.asyncProperty(calls, async (all) => {
          assert.deepEqual(byViews(all, temporalities), await bySdk(all, temporalities));
        }),
        { numRuns: 60, examples: [[takenBack]] },
      ));

  it('begins where the reader was told last, and a series that returns begins again', () => {
    const store = new Store();
    const counter = new StoreMeterProvider(store, new Observables(store)).getMeter('test').createCounter('c');
    const view = new View(1000);
    counter.add(1, { of: 'a' });
    assert.deepEqual(view.read(store, () => true, 2000)[0]?.points, [{ attributes: { of: 'a' }, numbers: [1], start: 1000 }]);
    counter.add(2, { of: 'a' });
    counter.add(5, { of: 'b' });
    assert.deepEqual(view.read(store, () => true, 3000)[0]?.points, [
      { attributes: { of: 'a' }, numbers: [2], start: 2000 },
      { attributes: { of: 'b' }, numbers: [5], start: 2000 },
    ]);
    assert.deepEqual(
      view.read(store, () => true, 4000),
      [],
    );
    for (const instrument of store.instruments) instrument.remove({ of: 'a' });
    counter.add(3, { of: 'a' });
    assert.deepEqual(view.read(store, () => true, 5000)[0]?.points, [{ attributes: { of: 'a' }, numbers: [3], start: 4000 }]);
    const whole = new View(5500);
    whole.read(store, () => false, 6000);
    counter.add(1, { of: 'late' });
    assert.deepEqual(
      whole.read(store, () => false, 7000)[0]?.points.map(({ attributes, start }) => [attributes['of'], start]),
      [
        ['b', 5500],
        ['a', 5500],
        ['late', 6000],
      ],
    );
  });
});
