import { mostCharacters, mostSeconds, mostShift } from '../browser/wire.ts';

type Is<T> = (value: unknown) => value is T;

/** Reads an object that may be anything. Only what is its own is read, by names that we know: what a key such as `__proto__` says is nothing. */
export class Fields {
  /** Whether it is an object, and all that was read is as it must be. */
  isSound: boolean;
  readonly #of: object;

  constructor(value: unknown) {
    this.isSound = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.#of = this.isSound ? (value as object) : {};
  }

  /** What a key says; undefined where nothing stands there, or null. */
  maybe<T>(key: string, is: Is<T>): T | undefined {
    const value: unknown = (Object.hasOwn(this.#of, key) ? Reflect.get(this.#of, key) : undefined) ?? undefined;
    if (value === undefined || is(value)) return value;
    this.isSound = false;
    return undefined;
  }

  /** The same of a key that has to say something. */
  must<T>(key: string, is: Is<T>, without: T): T {
    const value = this.maybe(key, is);
    if (value === undefined) this.isSound = false;
    return value ?? without;
  }

  /** The fields of an object within. */
  within(key: string): Fields {
    return new Fields(this.maybe(key, isAnything) ?? {});
  }
}

const isAnything = (value: unknown): value is unknown => value !== undefined;
export const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= mostCharacters;
const isFrom = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;
export const isSeconds = (value: unknown): value is number => isFrom(value, 0, mostSeconds);
export const isShift = (value: unknown): value is number => isFrom(value, 0, mostShift);
/** A browser says 0 where there was no answer. */
export const isStatus = (value: unknown): value is number => Number.isInteger(value) && (value === 0 || isFrom(value, 100, 599));
