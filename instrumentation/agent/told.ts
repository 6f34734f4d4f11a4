export const kinds = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

/** Tokens, as far as they are told. */
export type Counts = { [K in (typeof kinds)[number]]?: number | undefined };

/** What is taken of an answer, or of a part of it: never its content. */
export interface Told {
  readonly model: string | undefined;
  readonly counts: Counts;
  /** Whether nothing of substance follows. */
  readonly isLast: boolean;
  /** The code by which an answer says of itself that it failed. */
  readonly error?: string | undefined;
}

export type Read = (answer: unknown) => Told;

/** A number, if there is one. */
export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** A text, if there is one. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export interface Fields {
  readonly [name: string]: unknown;
}

/** What has fields; of anything else there are none. */
export const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
