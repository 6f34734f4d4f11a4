import type V8 from 'node:v8';
import { runtime } from '../catalogue/runtime.ts';
import type { Store } from '../store/store.ts';
import { write } from './write.ts';

/** Loaded when first asked for: a third of a megabyte. */
const engine = (): typeof V8 => process.getBuiltinModule('node:v8');

/** The heap by space that is in use, its limit, what objects hold outside it, and what keeps the loop alive. */
export function readHeap(store: Store): void {
  const { v8 } = runtime;
  const { getHeapSpaceStatistics, getHeapStatistics } = engine();
  const spaces = getHeapSpaceStatistics().filter((space) => space.space_size > 0);
  const each = (key: 'space_size' | 'space_used_size' | 'space_available_size' | 'physical_space_size'): [number, { space: string }][] =>
    spaces.map((space) => [space[key], { space: space.space_name }]);
  write(store, v8.size, each('space_size'));
  write(store, v8.used, each('space_used_size'));
  write(store, v8.available, each('space_available_size'));
  write(store, v8.physical, each('physical_space_size'));
  const { heap_size_limit: limit, external_memory: external } = getHeapStatistics();
  write(store, v8.limit, [[limit, {}]]);
  write(store, v8.external, [[external, {}]]);
  const resources = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) resources.set(type, (resources.get(type) ?? 0) + 1);
  write(
    store,
    v8.resources,
    [...resources].map(([type, count]) => [count, { type }]),
  );
}
