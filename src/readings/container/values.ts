import type { Definition } from '../../catalogue/define.ts';
import type { Given } from '../../store/series.ts';

/** A value of one container. */
export type Told = readonly [definition: Definition, value: number, attributes?: Given];

/** With its value, if there is one. */
export const told = (definition: Definition, value: number | undefined): Told[] => (value === undefined ? [] : [[definition, value]]);

/** A whole number that is not negative; undefined for anything else, `max` and -1 among it. */
export function whole(text: string | undefined): number | undefined {
  const digits = /^\s*(\d+)\s*$/.exec(text ?? '')?.[1];
  const value = digits === undefined ? Number.NaN : Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

/** The value of a key, in lines of `key value`. */
export function valueOf(text: string | undefined, key: string): number | undefined {
  const lines = `\n${text ?? ''}\n`;
  const at = lines.indexOf(`\n${key} `);
  return at < 0 ? undefined : whole(lines.slice(at + key.length + 2, lines.indexOf('\n', at + 1)));
}

/** The least of those that there are. */
export function least(values: readonly (number | undefined)[]): number | undefined {
  const there = values.filter((value) => value !== undefined);
  return there.length === 0 ? undefined : Math.min(...there);
}

/** In another unit. */
export const scaled = (value: number | undefined, by: number): number | undefined => (value === undefined ? undefined : value / by);
