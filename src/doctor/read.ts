/**
 * What a value of a foreign answer is, checked; `at` is where in the answer it stands.
 * @throws Misfit where it is something else
 */
export type Reader<T> = (value: unknown, at: string) => T;

/** Why a foreign answer can not be read: `data.groups[3].rules is null, not a list`. */
export class Misfit extends Error {
  override readonly name = 'Misfit';
}

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
};
const misfit = (value: unknown, at: string, due: string): Misfit => new Misfit(`${at || 'all of it'} is ${kindOf(value)}, not ${due}`);

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const inside = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`);

export const anything: Reader<unknown> = (value) => value;

export const string: Reader<string> = (value, at) => {
  if (typeof value === 'string') return value;
  throw misfit(value, at, 'a text');
};

/** A text, also where YAML takes it for a number or a truth. */
export const scalar: Reader<string> = (value, at) =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : string(value, at);

export const number: Reader<number> = (value, at) => {
  if (typeof value === 'number') return value;
  throw misfit(value, at, 'a number');
};

export const truth: Reader<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value;
  throw misfit(value, at, 'true or false');
};

/** A time as texts have it. */
export const time: Reader<string> = (value, at) => {
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  throw new Misfit(`${at} is no time`);
};

export const oneOf =
  <const T extends string>(...values: readonly T[]): Reader<T> =>
  (value, at) => {
    const found = values.find((each) => each === value);
    if (found !== undefined) return found;
    throw new Misfit(`${at} is none of ${values.join(', ')}`);
  };

/** Go writes a list that is empty as null, too. */
export const listOf =
  <T>(read: Reader<T>): Reader<readonly T[]> =>
  (value, at) => {
    if (value === null) return [];
    if (Array.isArray(value)) return value.map((each, i) => read(each, `${at}[${i}]`));
    throw misfit(value, at, 'a list');
  };

export const mapOf =
  <T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, at) => {
    if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, read(each, inside(at, key))]));
    throw misfit(value, at, 'an object');
  };

/** An object with these keys; others are left out. */
export const shaped =
  <T extends object>(shape: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<T> =>
  (value, at) => {
    if (!isMap(value)) throw misfit(value, at, 'an object');
    const own = (key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);
    return Object.fromEntries(
      Object.entries<Reader<unknown>>(shape).map(([key, read]) => [key, read(own(key), inside(at, key))] as const),
    ) as T;
  };

export const optional =
  <T, F>(read: Reader<T>, fallback: F): Reader<T | F> =>
  (value, at) =>
    value === undefined || value === null ? fallback : read(value, at);

/** What is no such thing is as if it were not there. */
export const lenient =
  <T, F>(read: Reader<T>, fallback: F): Reader<T | F> =>
  (value, at) => {
    try {
      return read(value, at);
    } catch (error) {
      if (error instanceof Misfit) return fallback;
      throw error;
    }
  };

/** Those of a list that are such things. */
export const thoseOf =
  <T extends object>(read: Reader<T>): Reader<readonly T[]> =>
  (value, at) =>
    lenient(listOf(lenient<T, undefined>(read, undefined)), [])(value, at).flatMap((each) => each ?? []);

/** Whether lists and objects stand in each other more than so many times: who walks through them would run out of stack. */
export function isDeeper(value: unknown, most: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
