/** A place in the text, counted from 1; columns are UTF-16 units, as editors count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The first fault of a text. What is missing from a series is reported where the series begins. */
export class ParseError extends Error implements Place {
  override readonly name = 'ParseError';
  readonly line: number;
  readonly column: number;
  readonly reason: string;

  constructor({ line, column }: Place, reason: string) {
    super(`line ${line}, column ${column}: ${reason}`);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }
}

const longest = 80;

/** A culprit as a reason names it: quoted, and cut where it is long. */
export const shown = (text: string): string => JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
