import { activityMeters } from '../meters/define.ts';
import type { Store } from '../store/store.ts';
import { type Point, write } from './write.ts';

const nameOf = (values: readonly unknown[]): string => JSON.stringify(values);

/** Of points with the same attributes that of the greatest value. */
function greatest(points: Iterable<Point>, keys: readonly string[]): Point[] {
  const kept = new Map<string, Point>();
  for (const point of points) {
    const id = nameOf(keys.map((key) => point[1][key] ?? null));
    if ((kept.get(id)?.[0] ?? -1) < point[0]) kept.set(id, point);
  }
  return [...kept.values()];
}

/** How long those activities have been going on that were started first. */
export function readActivities(store: Store, now: number = performance.now()): void {
  for (const [{ metrics }, meter] of activityMeters())
    if (metrics.longest) write(store, metrics.longest, greatest(meter.longest(now), Object.keys(metrics.longest.attributes)));
}
