import { errorTypeOf, isWord } from '../meters/error-type.ts';
import type { Item } from './wire.ts';

/** What makes items of errors, by class, on a page. */
export interface Failures {
  /** Of whatever was thrown; none of an error that was told before: whoever catches one may throw it on, or tell it again. */
  readonly thrown: (error: unknown) => Item | undefined;
  /** The same of what a page tells: an error, or its class as a word that ends so. Another text says what it likes, what is neither is nothing. */
  readonly told: (error: unknown) => Item | undefined;
}

const isClass = (value: unknown): value is string => isWord(value) && /(Error|Exception)$/.test(value);

export function failures(page: () => string): Failures {
  const before = new WeakSet<Error>();
  const itemOf = (type: string): Item => ({ t: 'error', n: type, a: { page: page() } });

  function thrown(error: unknown): Item | undefined {
    if (error instanceof Error) {
      if (before.has(error)) return undefined;
      before.add(error);
    }
    return itemOf(errorTypeOf(error));
  }

  return {
    thrown,
    told(error) {
      if (isClass(error)) return itemOf(error);
      return error instanceof Error || (typeof error === 'string' && error !== '') ? thrown(error) : undefined;
    },
  };
}
