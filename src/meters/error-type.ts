/** What the conventions call an error that nobody can name: https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ */
export const unnamed = '_OTHER';

/** Whether a text may be the name of a class or a code, and no sentence. */
export const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\w.$-]{1,60}$/.test(value);

/** The code of an error, else its class; never its message. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return unnamed;
  const { code, name } = error as Error & { readonly code?: unknown };
  if (isWord(code)) return code;
  if (isWord(name) && name !== 'Error') return name;
  const { name: made } = error.constructor;
  return isWord(made) ? made : unnamed;
}
