import type { Definition } from '../catalogue/define.ts';
import type { Given } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { ourScope } from '../version.ts';

export type Point = readonly [value: number, attributes: Given];

interface Writing {
  /** Beyond the budget of lines. */
  readonly exempt?: boolean;
}

/** Writes what a reading saw: what it did not see is gone. */
export const write = (store: Store, definition: Definition, points: Iterable<Point>, { exempt = false }: Writing = {}): void =>
  store.declare(definition, { scope: ourScope, exempt }).tell(points);
