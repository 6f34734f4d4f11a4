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

/** Something that forwards to ours, and to theirs as soon as there is one. */
interface Attachable {
  attach(theirs: Meter | undefined): void;
}

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
type Maker<I> = (meter: Meter) => I;

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

/** An instrument of ours and, from time to time, one of theirs. */
abstract class Tee<I> {
  readonly ours: I;
  theirs: I | undefined = undefined;
  readonly #make: Maker<I>;

  constructor(ours: Meter, make: Maker<I>) {
    this.#make = make;
    this.ours = make(ours);
  }

  attach(theirs: Meter | undefined): void {
    this.theirs = theirs && this.#make(theirs);
  }
}

class TeeCounter extends Tee<Counter> implements Counter {
  add(...args: Parameters<Counter['add']>): void {
    this.ours.add(args[0], args[1]);
    if (this.theirs !== undefined) this.theirs.add(...args);
  }
}

class TeeRecorder extends Tee<Histogram> implements Histogram {
  record(...args: Parameters<Histogram['record']>): void {
    this.ours.record(args[0], args[1]);
    if (this.theirs !== undefined) this.theirs.record(...args);
  }
}

class TeeObservable extends Tee<Observable> implements Observable {
  readonly #callbacks = new Set<ObservableCallback>();

  /** Both sides of an observable. */
  static sides(observable: Observable): { ours: Observable; theirs: Observable | undefined } {
    return observable instanceof TeeObservable ? observable : { ours: observable, theirs: undefined };
  }

  override attach(theirs: Meter | undefined): void {
    for (const callback of this.#callbacks) this.theirs?.removeCallback(callback);
    super.attach(theirs);
    for (const callback of this.#callbacks) this.theirs?.addCallback(callback);
  }

  addCallback(callback: ObservableCallback): void {
    this.#callbacks.add(callback);
    this.ours.addCallback(callback);
    this.theirs?.addCallback(callback);
  }

  removeCallback(callback: ObservableCallback): void {
    this.#callbacks.delete(callback);
    this.ours.removeCallback(callback);
    this.theirs?.removeCallback(callback);
  }
}

/** A batch callback sees the application's observables and observes each side's own. */
class TeeBatch {
  readonly #callback: BatchObservableCallback;
  readonly #observables: Observable[];
  #remove: (() => void)[] = [];
  #removeTheirs: (() => void) | undefined;

  constructor(ours: Meter, callback: BatchObservableCallback, observables: Observable[]) {
    this.#callback = callback;
    this.#observables = observables;
    this.#remove.push(this.#add(ours, 'ours'));
  }

  is(callback: BatchObservableCallback, observables: Observable[]): boolean {
    return (
      this.#callback === callback &&
      observables.length === this.#observables.length &&
      observables.every((observable) => this.#observables.includes(observable))
    );
  }

  attach(theirs: Meter | undefined): void {
    this.#removeTheirs?.();
    this.#removeTheirs = theirs && this.#add(theirs, 'theirs');
  }

  remove(): void {
    for (const remove of this.#remove) remove();
    this.#removeTheirs?.();
    this.#remove = [];
    this.#removeTheirs = undefined;
  }

  #add(meter: Meter, side: 'ours' | 'theirs'): () => void {
    const of = this.#observables.map((each) => TeeObservable.sides(each)[side]).filter((each) => each !== undefined);
    const callback: BatchObservableCallback = (result) =>
      this.#callback({
        observe(observable, value, attributes) {
          const target = TeeObservable.sides(observable)[side];
          if (target) result.observe(target, value, attributes);
        },
      });
    meter.addBatchObservableCallback(callback, of);
    return () => meter.removeBatchObservableCallback(callback, of);
  }
}
