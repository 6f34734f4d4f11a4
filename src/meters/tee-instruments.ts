import type { BatchObservableCallback, Counter, Histogram, Meter, Observable, ObservableCallback } from '@opentelemetry/api';

/** Something that forwards to ours, and to theirs as soon as there is one. */
export interface Attachable {
  attach(theirs: Meter | undefined): void;
}

type Maker<I> = (meter: Meter) => I;

/** An instrument of ours and, from time to time, one of theirs. */
abstract class Tee<I> implements Attachable {
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

export class TeeCounter extends Tee<Counter> implements Counter {
  add(...args: Parameters<Counter['add']>): void {
    this.ours.add(args[0], args[1]);
    if (this.theirs !== undefined) this.theirs.add(...args);
  }
}

export class TeeRecorder extends Tee<Histogram> implements Histogram {
  record(...args: Parameters<Histogram['record']>): void {
    this.ours.record(args[0], args[1]);
    if (this.theirs !== undefined) this.theirs.record(...args);
  }
}

export class TeeObservable extends Tee<Observable> implements Observable {
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
export class TeeBatch {
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
