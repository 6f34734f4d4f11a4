import type { BatchObservableCallback, Meter, Observable, ObservableCallback } from '@opentelemetry/api';
import type { Kind } from '../catalogue/define.ts';
import type { Instrument, Scope } from '../store/instrument.ts';
import type { Store } from '../store/store.ts';
import { CallbackGuard } from './callback-guard.ts';
import { factsOf, isSameNumber } from './facts.ts';
import { openSdk } from '../opentelemetry/bundle.ts';
import type { Described, Observed, Sdk } from '../opentelemetry/sdk.ts';

/** An instrument as the SDK tells them apart: a scope may have several of one name. */
const idOf = (scope: Scope, kind: Kind, { name, unit = '', valueType = 1 }: Described): string =>
  JSON.stringify([scope.name, scope.version ?? '', scope.schemaUrl ?? '', kind, name, unit, valueType]);

/**
 * Observable instruments are the SDK's. A collection calls their callbacks, each guarded, and writes what they said into the store;
 * an instrument whose callbacks all failed or were late is left out of it, though the SDK would go on exporting its last values.
 */
export class Observables {
  readonly #store: Store;
  readonly #guard = new CallbackGuard();
  readonly #written = new Map<string, Instrument>();
  readonly #ids = new WeakMap<Observable, string>();
  #sdk: Sdk | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** How often callbacks failed, by the metric's name and the reason. */
  get failures(): CallbackGuard['failures'] {
    return this.#guard.failures;
  }

  /** A meter of the SDK, for the scope; callbacks go through `add` and `addBatch`. */
  meter(scope: Scope): Meter {
    this.#sdk ??= openSdk();
    return this.#sdk.meter(scope);
  }

  /** Notes whose an observable is. */
  adopt(observable: Observable, scope: Scope, kind: Kind, asked: Described): void {
    this.#ids.set(observable, idOf(scope, kind, asked));
  }

  add(observable: Observable, name: string, callback: ObservableCallback): () => void {
    const id = this.#ids.get(observable);
    const guarded = this.#guard.wrap([name], callback, () => this.#guard.fresh.add(String(id)));
    observable.addCallback(guarded);
    return () => observable.removeCallback(guarded);
  }

  addBatch(meter: Meter, observables: Observable[], names: string[], callback: BatchObservableCallback): () => void {
    const guarded = this.#guard.wrapBatch(names, callback, () => {
      for (const observable of observables) this.#guard.fresh.add(String(this.#ids.get(observable)));
    });
    meter.addBatchObservableCallback(guarded, observables);
    return () => meter.removeBatchObservableCallback(guarded, observables);
  }

  /** Calls every callback once and writes what they observed into the store; says whether all of them were in time. */
  async collect(timeoutMillis: number): Promise<boolean> {
    if (this.#sdk === undefined) return true;
    this.#guard.begin(timeoutMillis);
    this.#write(await this.#sdk.collect(timeoutMillis));
    return this.#guard.complete;
  }

  #write(all: readonly Observed[]): void {
    const stale = new Set(this.#written.keys());
    for (const observed of all) {
      const id = idOf(observed.scope, observed.kind, observed.described);
      if (!this.#guard.fresh.has(id)) continue;
      stale.delete(id);
      this.#instrument(id, observed).observe(observed.points);
    }
    for (const id of stale) this.#written.get(id)?.observe([]);
  }

  #instrument(id: string, { scope, kind, described }: Observed): Instrument {
    const there = this.#written.get(id);
    if (there) return there;
    const { facts, limit } = factsOf(scope, kind, described, isSameNumber);
    const made = this.#store.open({ ...facts, observed: true }, limit);
    this.#written.set(id, made);
    return made;
  }
}
