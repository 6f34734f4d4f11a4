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
} from '@opentelemetry/api';
import { type Attachable, TeeBatch, TeeCounter, TeeObservable, TeeRecorder } from './tee-instruments.ts';

/**
 * The provider that stands in the API's global slot: every call goes to ours, and to the provider that the application registers,
 * whenever it does, also for instruments that were made before.
 */
export class TeeProvider implements MeterProvider {
  readonly #ours: MeterProvider;
  readonly #meters = new Map<string, TeeMeter>();
  #theirs: MeterProvider | undefined;

  constructor(ours: MeterProvider) {
    this.#ours = ours;
  }

  getMeter(name: string, version?: string, options?: MeterOptions): Meter {
    const id = JSON.stringify([name, version, options?.schemaUrl]);
    const there = this.#meters.get(id);
    if (there) return there;
    const meter = new TeeMeter(this.#ours, [name, version, options]);
    meter.attach(this.#theirs);
    this.#meters.set(id, meter);
    return meter;
  }

  attach(theirs: MeterProvider | undefined): void {
    if (theirs === this) return;
    this.#theirs = theirs;
    for (const meter of this.#meters.values()) meter.attach(theirs);
  }
}

type Identity = Parameters<MeterProvider['getMeter']>;

class TeeMeter implements Meter {
  readonly #identity: Identity;
  readonly #ours: Meter;
  /** An instrument asked for twice is one: applications ask for every request. */
  readonly #made = new Map<string, Attachable>();
  readonly #batches = new Set<TeeBatch>();
  #theirs: Meter | undefined;

  constructor(ours: MeterProvider, identity: Identity) {
    this.#identity = identity;
    this.#ours = ours.getMeter(...identity);
  }

  attach(provider: MeterProvider | undefined): void {
    this.#theirs = provider?.getMeter(...this.#identity);
    for (const made of [...this.#made.values(), ...this.#batches]) made.attach(this.#theirs);
  }

  createCounter(name: string, options?: MetricOptions): Counter {
    return this.#keep('Counter', name, options, () => new TeeCounter(this.#ours, (meter) => meter.createCounter(name, options)));
  }

  createUpDownCounter(name: string, options?: MetricOptions): Counter {
    return this.#keep(
      'UpDownCounter',
      name,
      options,
      () => new TeeCounter(this.#ours, (meter) => meter.createUpDownCounter(name, options)),
    );
  }

  createHistogram(name: string, options?: MetricOptions): Histogram {
    return this.#keep('Histogram', name, options, () => new TeeRecorder(this.#ours, (meter) => meter.createHistogram(name, options)));
  }

  createGauge(name: string, options?: MetricOptions): Gauge {
    return this.#keep('Gauge', name, options, () => new TeeRecorder(this.#ours, (meter) => meter.createGauge(name, options)));
  }

  createObservableCounter(name: string, options?: MetricOptions): Observable {
    return this.#keep(
      'ObservableCounter',
      name,
      options,
      () => new TeeObservable(this.#ours, (meter) => meter.createObservableCounter(name, options)),
    );
  }

  createObservableUpDownCounter(name: string, options?: MetricOptions): Observable {
    return this.#keep(
      'ObservableUpDownCounter',
      name,
      options,
      () => new TeeObservable(this.#ours, (meter) => meter.createObservableUpDownCounter(name, options)),
    );
  }

  createObservableGauge(name: string, options?: MetricOptions): Observable {
    return this.#keep(
      'ObservableGauge',
      name,
      options,
      () => new TeeObservable(this.#ours, (meter) => meter.createObservableGauge(name, options)),
    );
  }

  addBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    if ([...this.#batches].some((each) => each.is(callback, observables))) return;
    const batch = new TeeBatch(this.#ours, callback, observables);
    batch.attach(this.#theirs);
    this.#batches.add(batch);
  }

  removeBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    for (const batch of [...this.#batches].filter((each) => each.is(callback, observables))) {
      batch.remove();
      this.#batches.delete(batch);
    }
  }

  #keep<I extends Attachable>(kind: string, name: string, options: MetricOptions | undefined, make: () => I): I {
    const id = JSON.stringify([kind, name, options?.unit, options?.valueType, options?.description]);
    const there = this.#made.get(id);
    if (there) return there as I;
    const made = make();
    made.attach(this.#theirs);
    this.#made.set(id, made);
    return made;
  }
}
