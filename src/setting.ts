import { inspect } from 'node:util';

/** What may be configured, by the option of `start` and the variable of the environment that set it. */
export interface Setting<T> {
  readonly variable: string;
  /** A variable for several signals, which counts where this one is not set. */
  readonly general?: string;
  readonly fallback: T;
  readonly means: string;
  /** What a value must be, as a message ends: `… is not <expects>`. */
  readonly expects: string;
  /** Whether its text is never shown: it may hold a secret. */
  readonly isSecret?: boolean;
  /** The value that a variable's text means. */
  read(text: string): T | undefined;
  /** What of a list's text is ignored, the rest being read. */
  ignores?(text: string): readonly string[];
  /** Whether an option's value may stand. */
  accepts(value: unknown): boolean;
}

/** Settings by their option's names, and what they say. */
export type Table = Readonly<Record<string, Setting<unknown>>>;
export type ValuesOf<T extends Table> = { readonly [K in keyof T]: T[K]['fallback'] };

export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** A list of some of these names; what is no such name is ignored and told. */
export function some<T extends string, F>(
  names: readonly T[],
  fallback: F,
  facts: Pick<Setting<unknown>, 'variable' | 'general' | 'means'>,
): Setting<readonly T[] | F> {
  const isName = (each: unknown): each is T => (names as readonly unknown[]).includes(each);
  return {
    ...facts,
    fallback,
    expects: `a list of ${names.join(', ')}`,
    read(text) {
      const known = listOf(text).filter(isName);
      return known.length > 0 ? known : undefined;
    },
    ignores: (text) => listOf(text).filter((each) => !isName(each)),
    accepts: (value) => Array.isArray(value) && value.every(isName),
  };
}

/** A value as a message quotes it. */
export const shown = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : inspect(value));

/** A value as a variable has it, and as everybody may read it. */
export function textOf(value: unknown): string {
  if (value === undefined) return '';
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.join(',');
  // who is named in a URL is a secret
  return typeof value === 'string' ? value.replace(/(?<=:\/\/)[^/@\s]*@/, '') : JSON.stringify(value);
}

export const setting = <T>(facts: Setting<T>): Setting<T> => facts;

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
export const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
export const whole = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);
export const truth = (text: string): boolean | undefined => truths.get(text.toLowerCase());

/** `key=value,key=value`, values percent-encoded: https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable */
export function pairs(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const entries = text.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      const key = decodeURIComponent(pair.slice(0, Math.max(0, at)).trim());
      if (key === '') throw new URIError(pair);
      return [key, decodeURIComponent(pair.slice(at + 1).trim())];
    });
    return Object.fromEntries(entries);
  } catch {
    return undefined;
  }
}

export const longest = 2 ** 31 - 1;
export const milliseconds = (facts: { variable: string; fallback: number; means: string }): Setting<number> => ({
  ...facts,
  expects: `a whole number of milliseconds from 1 to ${longest}`,
  read: (text) => (isWhole(whole(text), 1, longest) ? whole(text) : undefined),
  accepts: (value) => isWhole(value, 1, longest),
});

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}
export const pattern = (facts: { variable: string; means: string }): Setting<string> => ({
  ...facts,
  fallback: '',
  expects: 'a regular expression',
  read: (text) => (isPattern(text) ? text : undefined),
  accepts: isPattern,
});

export const isUrl = (value: unknown): boolean => typeof value === 'string' && URL.canParse(value);
export const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
