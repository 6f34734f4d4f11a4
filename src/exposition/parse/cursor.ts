import { ParseError, type Place, shown } from './parse-error.ts';

export const char = {
  end: -1,
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  quote: 34,
  hash: 35,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  equals: 61,
  backslash: 92,
  open: 123,
  close: 125,
} as const;

const isBlank = (code: number): boolean => code === char.space || code === char.tab;

/** Whether a word ends before this character. */
export const endsWord = (code: number): boolean => isBlank(code) || code === char.newline || code === char.return || code === char.end;

/** Where reading stands. It only goes forward, and nothing else looks at the text: the work is the length. */
export class Cursor {
  at = 0;
  readonly #text: string;
  readonly #torn: string | undefined;
  #line = 1;
  #lineStart = 0;

  /** @param torn why the text can't be read on where it ends, if that is not the end of the input */
  constructor(text: string, torn?: string) {
    this.#text = text;
    this.#torn = torn;
  }

  /** The UTF-16 unit here, or `char.end`. */
  get code(): number {
    if (this.at < this.#text.length) return this.#text.charCodeAt(this.at);
    if (this.#torn !== undefined) throw this.fault(this.#torn);
    return char.end;
  }

  is(code: number): boolean {
    return this.code === code;
  }

  slice(from: number): string {
    return this.#text.slice(from, this.at);
  }

  skipBlanks(): void {
    while (isBlank(this.code)) this.at += 1;
  }

  /** What stands before the next character that stops it. */
  until(stops: (code: number) => boolean): string {
    const from = this.at;
    while (!stops(this.code)) this.at += 1;
    return this.slice(from);
  }

  expect(code: number): void {
    if (!this.is(code)) throw this.unexpected(JSON.stringify(String.fromCharCode(code)));
    this.at += 1;
  }

  endLine(): void {
    this.skipBlanks();
    if (!this.is(char.newline)) throw this.unexpected('the end of the line');
    this.at += 1;
    this.#line += 1;
    this.#lineStart = this.at;
  }

  /** The place of something on the present line. */
  place(at = this.at): Place {
    return { line: this.#line, column: at - this.#lineStart + 1 };
  }

  fault(reason: string, at = this.at): ParseError {
    return new ParseError(this.place(at), reason);
  }

  /** The fault that something else stands here. */
  unexpected(wanted: string): ParseError {
    if (this.is(char.end)) return this.fault('the final newline is missing');
    if (this.is(char.return)) return this.fault('carriage return: a line ends with \\n alone');
    if (this.is(char.newline)) return this.fault(`expected ${wanted}, but the line ends`);
    return this.fault(`expected ${wanted}, found ${shown(String.fromCodePoint(this.#text.codePointAt(this.at) ?? 0))}`);
  }
}
