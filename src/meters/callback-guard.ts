import type { BatchObservableCallback, BatchObservableResult, Observable, ObservableCallback, ObservableResult } from '@opentelemetry/api';
import { textOf } from '../guard.ts';
import { log } from '../log.ts';

export type CallbackFailure = 'error' | 'late' | 'hanging';

/** How long a callback may take at most, in milliseconds. */
const longestMs = 1_000;

interface Call {
  inFlight: boolean;
}

const late = Symbol('late');

function within(work: Promise<unknown>, ms: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Calls other people's observable callbacks: one call in flight each, a second's time or what the collection has, never a throw.
 * What a callback observed counts only when it came to its end in time.
 */
export class CallbackGuard {
  /** How often, by metric and reason. */
  readonly failures = new Map<string, Record<CallbackFailure, number>>();
  /** The instruments observed since `begin`. */
  readonly fresh = new Set<string>();
  complete = true;
  #patienceMs = longestMs;

  /** @param timeoutMs what the collection has: no callback gets longer */
  begin(timeoutMs: number): void {
    this.fresh.clear();
    this.complete = true;
    this.#patienceMs = Math.min(longestMs, timeoutMs);
  }

  wrap(names: string[], callback: ObservableCallback, succeeded: () => void): ObservableCallback {
    const call = { inFlight: false };
    return async (result) => {
      const seen: Parameters<ObservableResult['observe']>[] = [];
      const ended = await this.#run(call, names, () => callback({ observe: (...observation) => seen.push(observation) }));
      if (!ended) return;
      for (const observation of seen) result.observe(...observation);
      succeeded();
    };
  }

  wrapBatch(names: string[], callback: BatchObservableCallback, succeeded: () => void): BatchObservableCallback {
    const call = { inFlight: false };
    return async (result) => {
      const seen: [Observable, ...Parameters<ObservableResult['observe']>][] = [];
      const recorder: BatchObservableResult = { observe: (...observation) => seen.push(observation) };
      const ended = await this.#run(call, names, () => callback(recorder));
      if (!ended) return;
      for (const observation of seen) result.observe(...observation);
      succeeded();
    };
  }

  async #run(call: Call, names: string[], work: () => unknown): Promise<boolean> {
    if (call.inFlight) return this.#failed(names, 'hanging');
    call.inFlight = true;
    const running = (async () => work())().finally(() => {
      call.inFlight = false;
    });
    try {
      return (await within(running, this.#patienceMs)) === late ? this.#failed(names, 'late') : true;
    } catch (error) {
      return this.#failed(names, 'error', error);
    }
  }

  #failed(names: string[], reason: CallbackFailure, error?: unknown): false {
    this.complete = false;
    for (const name of names) {
      const counts = this.failures.get(name) ?? { error: 0, late: 0, hanging: 0 };
      counts[reason] += 1;
      this.failures.set(name, counts);
    }
    const what = reason === 'error' ? `threw: ${textOf(error)}` : `took longer than ${this.#patienceMs} ms`;
    log.once(`callback ${names.join()}`, `the observable callback of ${names.join(', ')} ${what}; its points are left out`);
    return false;
  }
}
