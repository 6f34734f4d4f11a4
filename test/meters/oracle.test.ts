import assert from 'node:assert/strict';
import type { Attributes, Counter, Gauge, Histogram, Meter, MeterProvider } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider as SdkMeterProvider } from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { Observables } from '../../src/meters/observables.ts';
import { StoreMeterProvider } from '../../src/meters/provider.ts';
import { type Metric, read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';

/** Points by metric and attributes, in a form that both sides have. */
type Points = Record<string, unknown>;

const entriesOf = (attributes: object): string => JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const idOf = (scope: { name: string; version?: string | undefined }, name: string, unit: string, attributes: object): string =>
  `${scope.name} ${scope.version ?? ''} ${name} ${unit} ${entriesOf(attributes)}`;

function ours(metrics: readonly Metric[]): Points {
  const points: Points = {};
  for (const { scope, name, unit, points: all } of metrics)
    for (const { attributes, ...rest } of all) points[idOf(scope, name, unit, attributes)] = rest;
  return points;
}

function valueOf(value: unknown): unknown {
  if (typeof value === 'number') return { value };
  const { count, sum, buckets } = value as { count: number; sum: number; buckets: { boundaries: number[]; counts: number[] } };
  return { count, sum, boundaries: buckets.boundaries, counts: buckets.counts };
}

async function theirs(reader: PrometheusExporter): Promise<Points> {
  const points: Points = {};
  const { resourceMetrics } = await reader.collect();
  for (const { scope, metrics } of resourceMetrics.scopeMetrics)
    for (const metric of metrics)
      for (const { attributes, value } of metric.dataPoints)
        points[idOf(scope, metric.descriptor.name, metric.descriptor.unit, attributes)] = valueOf(value);
  return points;
}

const kinds = ['counter', 'updown', 'gauge', 'histogram', 'advised'] as const;
type Kind = (typeof kinds)[number];

function instrument(meter: Meter, kind: Kind, name: string, valueType: number): Counter | Gauge | Histogram {
  const options = { description: 'x', unit: 's', valueType };
  if (kind === 'counter') return meter.createCounter(`c.${name}`, options);
  if (kind === 'updown') return meter.createUpDownCounter(`u.${name}`, options);
  if (kind === 'gauge') return meter.createGauge(`g.${name}`, options);
  const advice = kind === 'advised' ? { advice: { explicitBucketBoundaries: [0.5, 2, 8] } } : {};
  return meter.createHistogram(`${kind}.${name}`, { ...options, ...advice });
}

const scopes = [['one'], ['one', '1.0'], ['two', '1.0']] as const;
const scalar = fc.oneof(fc.constantFrom('', 'a', '1', '1|2', 'true', '["a"]'), fc.integer({ min: -2, max: 3 }), fc.boolean());
const value = fc.oneof(
  scalar,
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
);
const attributes: fc.Arbitrary<Attributes> = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'ab'), value), { selector: ([key]) => key, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries));
/** Sums of halves are exact in whatever order they are added. */
const amount = fc.integer({ min: 0, max: 200 }).map((n) => n / 2);

const call = fc.record({
  do: fc.constant('record' as const),
  scope: fc.constantFrom(...scopes),
  kind: fc.constantFrom(...kinds),
  name: fc.constantFrom('x', 'y'),
  valueType: fc.constantFrom(0, 1),
  amount,
  falls: fc.boolean(),
  attributes,
});
const step = fc.oneof({ arbitrary: call, weight: 12 }, { arbitrary: fc.constant({ do: 'collect' as const }), weight: 1 });

function apply(provider: MeterProvider, each: typeof call extends fc.Arbitrary<infer C> ? C : never): void {
  const made = instrument(provider.getMeter(each.scope[0], each.scope[1]), each.kind, `${each.name}.${each.valueType}`, each.valueType);
  const signed = each.falls && (each.kind === 'updown' || each.kind === 'gauge') ? -each.amount : each.amount;
  if ('add' in made) made.add(signed, each.attributes);
  else made.record(signed, each.attributes);
}

describe('beside the SDK', () => {
  it('any sequence of valid calls gives the same points, over instruments, kinds, scopes and collections', () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const store = new Store();
        const provider = new StoreMeterProvider(store, new Observables(store));
        const reader = new PrometheusExporter({ preventServerStart: true });
        const sdk = new SdkMeterProvider({ readers: [reader] });
        for (const each of [...steps, { do: 'collect' as const }]) {
          if (each.do === 'collect') assert.deepEqual(ours(read(store)), await theirs(reader));
          else for (const one of [provider, sdk]) apply(one, each);
        }
      }),
      { numRuns: 150 },
    ));

  it('observables give what their callbacks said last, single and in batches', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(amount, attributes), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
        async (rounds) => {
          const store = new Store();
          const observables = new Observables(store);
          const reader = new PrometheusExporter({ preventServerStart: true });
          const sdk = new SdkMeterProvider({ readers: [reader] });
          let said: [number, Attributes][] = [];
          for (const provider of [new StoreMeterProvider(store, observables), sdk]) {
            const meter = provider.getMeter('one', '1.0');
            const single = meter.createObservableGauge('single', { unit: 's' });
            single.addCallback((result) => said.forEach(([n, given]) => result.observe(n, given)));
            const sum = meter.createObservableUpDownCounter('sum');
            const counter = meter.createObservableCounter('counter');
            meter.addBatchObservableCallback(
              (result) => said.forEach(([n, given]) => [sum, counter].forEach((each) => result.observe(each, n, given))),
              [sum, counter],
            );
          }
          const ever = new Map<string, [number, Attributes]>();
          for (const round of rounds) {
            for (const [n, given] of round) ever.set(entriesOf(given), [n, given]);
            // the SDK goes on exporting a set once observed: all are observed each time
            said = [...ever.values()];
            await observables.collect(1_000);
            assert.deepEqual(ours(read(store)), await theirs(reader));
          }
        },
      ),
      { numRuns: 60 },
    ));
});
