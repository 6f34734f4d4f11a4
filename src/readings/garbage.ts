import { constants, PerformanceObserver } from 'node:perf_hooks';
import { runtime } from '../catalogue/runtime.ts';
import { Histogram } from '../store/histogram.ts';
import type { Store } from '../store/store.ts';
import { ourScope } from '../version.ts';

const kinds: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

interface Collected {
  readonly duration: number;
  readonly detail?: { readonly kind?: number };
}

/** Records every collection of garbage from now on. https://nodejs.org/api/perf_hooks.html#garbage-collection-gc-details */
export function watchGarbage(store: Store): void {
  const duration = store.declare(runtime.v8.gc, { scope: ourScope });
  if (!(duration instanceof Histogram)) return;
  const observer = new PerformanceObserver((list) => {
    for (const { duration: ms, detail } of list.getEntries() as readonly Collected[]) {
      const type = kinds.get(detail?.kind);
      if (type !== undefined) duration.record(ms / 1000, { type });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
}
