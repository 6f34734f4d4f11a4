import type { Point } from '../write.ts';

/** The point of a value, if there is one. */
export const pointOf = (value: number | undefined, attributes: Point[1] = {}): readonly Point[] =>
  value === undefined ? [] : [[value, attributes]];
