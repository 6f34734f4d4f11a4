import type {
  BatchObservableCallback,
  Counter,
  Gauge,
  Histogram,
  Meter,
  MeterOptions,
  MeterProvider,
  MetricOptions,
  Observable,
  ObservableCallback,
} from '@opentelemetry/api';
import type { Kind } from '../catalogue/define.ts';
import type { Gauge as StoreGauge } from '../store/gauge.ts';
import type { Histogram as StoreHistogram } from '../store/histogram.ts';
import type { Instrument, Scope } from '../store/instrument.ts';
import type { Store } from '../store/store.ts';
import type { Sum } from '../store/sum.ts';
import { definitionOf } from './define.ts';
import { factsOf } from './facts.ts';
import { noop } from './noop.ts';
import type { Observables } from './observables.ts';

/** Whether a scope's metric is left out, because we measure it ourselves or do not want it. */
export type Excluded = (scope: Scope, name: string) => boolean;

/** Leaves out what no catalogue defines: for our own instrumentations, whose utilizations depend on who scraped last. */
export const undefinedOnes: Excluded = (_scope, name) => definitionOf(name) === undefined;

/** A `MeterProvider` whose synchronous instruments are the store's, and whose observable ones are the SDK's. */
export class StoreMeterProvider implements MeterProvider {
  readonly #store: Store;
  readonly #observables: Observables;
  readonly #excluded: Excluded;
  /** A meter asked for twice is one: what was given to it can be taken back. */
  readonly #meters = new Map<string, StoreMeter>();

  constructor(store: Store, observables: Observables, excluded: Excluded = () => false) {
    this.#store = store;
    this.#observables = observables;
    this.#excluded = excluded;
  }

  getMeter(name: string, version?: string, options?: MeterOptions): Meter {
    const id = JSON.stringify([name, version ?? '', options?.schemaUrl ?? '']);
    const there = this.#meters.get(id);
    if (there) return there;
    const made = new StoreMeter(this.#store, this.#observables, { name, version, schemaUrl: options?.schemaUrl }, this.#excluded);
    this.#meters.set(id, made);
    return made;
  }
}

const kindsMade = { createObservableCounter: 'counter', createObservableUpDownCounter: 'updown', createObservableGauge: 'gauge' } as const;
type ObservableMaker = keyof typeof kindsMade;

const isSame = (some: readonly Observable[], others: readonly Observable[]): boolean =>
  some.length === others.length && some.every((each) => others.includes(each));

class StoreMeter implements Meter {
  readonly #store: Store;
  readonly #observables: Observables;
  readonly #scope: Scope;
  readonly #excluded: Excluded;
  readonly #batches = new Map<BatchObservableCallback, { of: Observable[]; remove: () => void }[]>();

  constructor(store: Store, observables: Observables, scope: Scope, excluded: Excluded) {
    this.#store = store;
    this.#observables = observables;
    this.#scope = scope;
    this.#excluded = excluded;
  }

  createCounter(name: string, options?: MetricOptions): Counter {
    return (this.#instrument('counter', name, options) as Sum | undefined) ?? noop;
  }

  createUpDownCounter(name: string, options?: MetricOptions): Counter {
    return (this.#instrument('updown', name, options) as Sum | undefined) ?? noop;
  }

  createHistogram(name: string, options?: MetricOptions): Histogram {
    return (this.#instrument('histogram', name, options) as StoreHistogram | undefined) ?? noop;
  }

  createGauge(name: string, options?: MetricOptions): Gauge {
    const gauge = this.#instrument('gauge', name, options) as StoreGauge | undefined;
    return gauge ? { record: (value, attributes) => gauge.set(value, attributes) } : noop;
  }

  createObservableCounter(name: string, options?: MetricOptions): Observable {
    return this.#observable('createObservableCounter', name, options);
  }

  createObservableUpDownCounter(name: string, options?: MetricOptions): Observable {
    return this.#observable('createObservableUpDownCounter', name, options);
  }

  createObservableGauge(name: string, options?: MetricOptions): Observable {
    return this.#observable('createObservableGauge', name, options);
  }

  addBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    const ours = observables.filter((each) => each instanceof StoreObservable);
    const batches = this.#batches.get(callback) ?? [];
    if (ours.length === 0 || batches.some((batch) => isSame(batch.of, observables))) return;
    const bySdk = new Map<Observable, Observable>(ours.map((each) => [each, each.sdk]));
    const translated: BatchObservableCallback = (result) =>
      callback({
        observe(observable, value, attributes) {
          const sdk = bySdk.get(observable);
          if (sdk) result.observe(sdk, value, attributes);
        },
      });
    const names = ours.map(({ name }) => name);
    const remove = this.#observables.addBatch(this.#observables.meter(this.#scope), [...bySdk.values()], names, translated);
    this.#batches.set(callback, [...batches, { of: observables, remove }]);
  }

  removeBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    const batches = this.#batches.get(callback) ?? [];
    const rest = batches.filter(({ of }) => !isSame(of, observables));
    for (const batch of batches) if (!rest.includes(batch)) batch.remove();
    if (rest.length > 0) this.#batches.set(callback, rest);
    else this.#batches.delete(callback);
  }

  #instrument(kind: Kind, name: string, options: MetricOptions = {}): Instrument | undefined {
    if (this.#excluded(this.#scope, name)) return undefined;
    const { facts, limit } = factsOf(this.#scope, kind, { ...options, name });
    return this.#store.open(facts, limit);
  }

  #observable(make: ObservableMaker, name: string, options?: MetricOptions): Observable {
    if (this.#excluded(this.#scope, name)) return noop;
    const sdk = this.#observables.meter(this.#scope)[make](name, options);
    this.#observables.adopt(sdk, this.#scope, kindsMade[make], { ...options, name });
    return new StoreObservable(sdk, name, this.#observables);
  }
}

class StoreObservable implements Observable {
  readonly sdk: Observable;
  readonly name: string;
  readonly #observables: Observables;
  readonly #remove = new Map<ObservableCallback, () => void>();

  constructor(sdk: Observable, name: string, observables: Observables) {
    this.sdk = sdk;
    this.name = name;
    this.#observables = observables;
  }

  addCallback(callback: ObservableCallback): void {
    if (!this.#remove.has(callback)) this.#remove.set(callback, this.#observables.add(this.sdk, this.name, callback));
  }

  removeCallback(callback: ObservableCallback): void {
    this.#remove.get(callback)?.();
    this.#remove.delete(callback);
  }
}
