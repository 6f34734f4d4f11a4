import assert from 'node:assert/strict';
import { context, metrics, propagation, trace, type Meter, type MeterProvider } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider as SdkMeterProvider } from '@opentelemetry/sdk-metrics';
import { takeSlot } from '../../src/meters/api-slot.ts';
import { Observables } from '../../src/meters/observables.ts';
import { StoreMeterProvider } from '../../src/meters/provider.ts';
import { TeeProvider } from '../../src/meters/tee.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';

interface Side {
  readonly provider: MeterProvider;
  values(): Promise<Record<string, unknown>>;
}

function ours(): Side {
  const store = new Store();
  const observables = new Observables(store);
  return {
    provider: new StoreMeterProvider(store, observables),
    async values() {
      await observables.collect(1_000);
      return Object.fromEntries(
        read(store).map(({ name, points: [point] }) => [name, point && ('value' in point ? point.value : point.count)]),
      );
    },
  };
}

function theirs(): Side {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new SdkMeterProvider({ readers: [reader] });
  return {
    provider,
    async values() {
      const { resourceMetrics } = await reader.collect();
      return Object.fromEntries(
        resourceMetrics.scopeMetrics.flatMap(({ metrics: all }) =>
          all.map(({ descriptor, dataPoints: [point] }) => {
            const value = point?.value as number | { count: number };
            return [descriptor.name, typeof value === 'object' ? value.count : value];
          }),
        ),
      );
    },
  };
}

/** Records once with every kind. */
function everything(meter: Meter): () => void {
  const counter = meter.createCounter('counter');
  const updown = meter.createUpDownCounter('updown');
  const gauge = meter.createGauge('gauge');
  const histogram = meter.createHistogram('histogram');
  meter.createObservableGauge('single').addCallback((result) => result.observe(5));
  const [a, b] = [meter.createObservableCounter('a'), meter.createObservableUpDownCounter('b')];
  meter.addBatchObservableCallback(
    (result) => {
      result.observe(a, 6);
      result.observe(b, 7);
    },
    [a, b],
  );
  return () => {
    counter.add(1);
    updown.add(2);
    gauge.record(3);
    histogram.record(4);
  };
}

const all = (times: number): Record<string, unknown> => ({
  counter: times,
  updown: 2 * times,
  gauge: 3,
  histogram: times,
  single: 5,
  a: 6,
  b: 7,
});

describe('the tee', () => {
  it('passes every call to ours, and to theirs from its registration on, for instruments made before and after', async () => {
    const [us, them] = [ours(), theirs()];
    const tee = new TeeProvider(us.provider);
    const record = everything(tee.getMeter('app'));
    record();
    assert.deepEqual(await us.values(), all(1));
    tee.attach(them.provider);
    record();
    assert.deepEqual(await us.values(), all(2));
    assert.deepEqual(await them.values(), all(1));
    everything(tee.getMeter('app'))();
    assert.deepEqual((await them.values())['counter'], 2);
    tee.attach(undefined);
    record();
    assert.deepEqual((await us.values())['counter'], 4);
    assert.deepEqual((await them.values())['counter'], 2);
  });

  it('gives one instrument to who asks twice, and removes callbacks on both sides', async () => {
    const [us, them] = [ours(), theirs()];
    const tee = new TeeProvider(us.provider);
    tee.attach(them.provider);
    const meter = tee.getMeter('app');
    assert.equal(tee.getMeter('app'), meter);
    assert.equal(meter.createCounter('c'), meter.createCounter('c'));
    const gauge = meter.createObservableGauge('g');
    let calls = 0;
    const callback = (): void => {
      calls += 1;
    };
    gauge.addCallback(callback);
    meter.addBatchObservableCallback(callback, [gauge]);
    await Promise.all([us.values(), them.values()]);
    assert.equal(calls, 4);
    gauge.removeCallback(callback);
    meter.removeBatchObservableCallback(callback, [gauge]);
    await Promise.all([us.values(), them.values()]);
    assert.equal(calls, 4);
  });
});

describe('the slot of the API', () => {
  const slot = Symbol.for('opentelemetry.js.api.1');
  const version = '1.10.0';
  const empty = (): void => void Reflect.deleteProperty(globalThis, slot);
  beforeEach(empty);
  after(empty);

  it('gives ours, however often it is asked, and takes theirs without losing ours', async () => {
    const [us, them, others] = [ours(), theirs(), theirs()];
    takeSlot(new TeeProvider(us.provider), version);
    for (let i = 0; i < 3; i++) metrics.getMeter('app').createCounter('c').add(1);
    assert.deepEqual(await us.values(), { c: 3 });
    assert.equal(metrics.setGlobalMeterProvider(them.provider), true);
    metrics.getMeter('app').createCounter('c').add(1);
    assert.deepEqual([await us.values(), await them.values()], [{ c: 4 }, { c: 1 }]);
    metrics.disable();
    assert.equal(metrics.setGlobalMeterProvider(others.provider), true);
    metrics.getMeter('app').createCounter('c').add(1);
    assert.deepEqual([await us.values(), await others.values()], [{ c: 5 }, { c: 1 }]);
  });

  it('leaves tracing, context and propagation to the application', () => {
    takeSlot(new TeeProvider(ours().provider), version);
    const tracer = { startSpan: () => 'span', startActiveSpan: () => 'active' };
    assert.equal(
      trace.setGlobalTracerProvider({ getTracer: () => tracer } as unknown as Parameters<typeof trace.setGlobalTracerProvider>[0]),
      true,
    );
    assert.equal(trace.getTracer('app').startSpan('x'), 'span');
    assert.equal(propagation.setGlobalPropagator({ inject: () => {}, extract: (given) => given, fields: () => ['x'] }), true);
    assert.deepEqual(propagation.fields(), ['x']);
    assert.equal(context.active(), context.active());
    trace.disable();
    propagation.disable();
  });

  it('takes a registration whatever an application makes of stacks', () => {
    takeSlot(new TeeProvider(ours().provider), version);
    const { prepareStackTrace } = Error;
    Error.prepareStackTrace = () => {
      throw new Error('no stacks');
    };
    try {
      assert.equal(metrics.setGlobalMeterProvider(theirs().provider), true);
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
  });

  it('takes over a slot that was there, with its provider', async () => {
    const [us, them] = [ours(), theirs()];
    assert.equal(metrics.setGlobalMeterProvider(them.provider), true);
    takeSlot(new TeeProvider(us.provider), version);
    metrics.getMeter('app').createCounter('c').add(2);
    assert.deepEqual([await us.values(), await them.values()], [{ c: 2 }, { c: 2 }]);
  });
});
