import type { Type } from '../family.ts';
import { type Cursor, char, endsWord } from './cursor.ts';
import type { Families } from './families.ts';
import { shown } from './parse-error.ts';
import { readEscaped, readMetricName, unescaped } from './words.ts';

const types: ReadonlySet<string> = new Set<Type>(['counter', 'gauge', 'histogram', 'summary', 'untyped']);
const isType = (word: string): word is Type => types.has(word);

const helpText = { ends: char.newline, escapes: '\\n', what: 'HELP text' } as const;

/** The text is all that follows one blank: our encoder writes blanks that a text begins with, and they are part of it. */
function readHelp(cursor: Cursor, families: Families): void {
  const at = cursor.at;
  const name = readMetricName(cursor);
  const family = families.ofComment(name, at, 'help');
  if (!endsWord(cursor.code) || cursor.is(char.return)) throw cursor.unexpected('a blank');
  if (cursor.is(char.space) || cursor.is(char.tab)) cursor.at += 1;
  family.help = unescaped(readEscaped(cursor, helpText));
}

function readType(cursor: Cursor, families: Families): void {
  const at = cursor.at;
  const name = readMetricName(cursor);
  const family = families.ofComment(name, at, 'type');
  cursor.skipBlanks();
  const typeAt = cursor.at;
  const type = cursor.until(endsWord);
  if (type === '') throw cursor.unexpected('a type');
  if (!isType(type)) throw cursor.fault(`${shown(type)} is not a type`, typeAt);
  families.type(family, type, at);
}

const endsComment = (code: number): boolean => code === char.newline || code === char.return || code === char.end;

/** Reads a line that begins with `#`; it is dropped unless HELP or TYPE is its first word. */
export function readComment(cursor: Cursor, families: Families): void {
  cursor.expect(char.hash);
  cursor.skipBlanks();
  const word = cursor.until(endsWord);
  cursor.skipBlanks();
  if (word === 'HELP') readHelp(cursor, families);
  else if (word === 'TYPE') readType(cursor, families);
  else cursor.until(endsComment);
  cursor.endLine();
}
