import { readComment } from './parse/comment.ts';
import { type Cursor, char } from './parse/cursor.ts';
import { Families } from './parse/families.ts';
import { cursorOf } from './parse/input.ts';
import type { ParsedFamily } from './parse/parsed.ts';
import { readSample } from './parse/sample.ts';

export { ParseError } from './parse/parse-error.ts';
export type { ParsedFamily, ParsedRow } from './parse/parsed.ts';

export interface ParseOptions {
  /** How long the input may be, 64 MiB unless set; more than 80 MiB is not read. */
  readonly maxBytes?: number;
}

function readLine(cursor: Cursor, families: Families): void {
  cursor.skipBlanks();
  if (cursor.is(char.newline)) cursor.endLine();
  else if (cursor.is(char.hash)) readComment(cursor, families);
  else readSample(cursor, families);
}

/**
 * Reads text format 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats/, strictly, in linear time:
 * what `encodeText` has written gives the families that it writes the same again.
 * A carriage return is taken in label values and HELP texts alone.
 * @throws ParseError for the first fault in reading order, and nothing else
 */
export function parse(input: string | Uint8Array, { maxBytes = 64 * 2 ** 20 }: ParseOptions = {}): ParsedFamily[] {
  const cursor = cursorOf(input, maxBytes);
  const families = new Families(cursor);
  while (!cursor.is(char.end)) readLine(cursor, families);
  return families.finish();
}
