import { errorTypeOf } from '../meters/error-type.ts';
import type { Begin, Ended } from './calls.ts';

/** What a call asks for; an object of the page's own making is not read, which the page could see. */
function begun(begin: Begin, [input, init]: Parameters<typeof fetch>): Ended | undefined {
  try {
    if (input instanceof Request) return begin(init?.method ?? input.method, input.url);
    if (typeof input === 'string' || input instanceof URL) return begin(init?.method ?? 'GET', String(input));
  } catch {
    // no address: the browser refuses it
  }
  return undefined;
}

/**
 * Measures `fetch`, until the head of the answer is there. The page gets the same answer or error, by a promise that is unhandled where its
 * own would have been.
 */
export function watchFetch(begin: Begin): void {
  globalThis.fetch = new Proxy(globalThis.fetch, {
    apply(target, self, args: Parameters<typeof fetch>) {
      const ended = begun(begin, args);
      const answer: unknown = Reflect.apply(target, self, args);
      if (ended === undefined || !(answer instanceof Promise)) return answer;
      return answer.then(
        (response: Response) => {
          ended({ status: response.status });
          return response;
        },
        (error: unknown) => {
          ended({ error: errorTypeOf(error) });
          throw error;
        },
      );
    },
  });
}
