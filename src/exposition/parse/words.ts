import { type Cursor, char, endsWord } from './cursor.ts';
import { shown } from './parse-error.ts';

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const colon = 58;

function isName(word: string, colons: boolean): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (!isLetter(code) && !(colons && code === colon) && !(i > 0 && isDigit(code))) return false;
  }
  return true;
}

const endsMetric = (code: number): boolean => endsWord(code) || code === char.open;
const endsLabel = (code: number): boolean =>
  endsWord(code) || code === char.equals || code === char.comma || code === char.close || code === char.quote;

export function readMetricName(cursor: Cursor): string {
  const at = cursor.at;
  const name = cursor.until(endsMetric);
  if (name === '') throw cursor.unexpected('a metric name');
  if (!isName(name, true)) throw cursor.fault(`${shown(name)} is not a metric name`, at);
  return name;
}

export function readLabelName(cursor: Cursor): string {
  const at = cursor.at;
  const name = cursor.until(endsLabel);
  if (name === '') throw cursor.unexpected('a label name');
  if (!isName(name, false)) throw cursor.fault(`${shown(name)} is not a label name`, at);
  if (name === '__name__') throw cursor.fault('label name "__name__" is reserved', at);
  return name;
}

/** Text up to a character that ends it, its escapes checked and left as they are. */
export function readEscaped(cursor: Cursor, { ends, escapes, what }: { ends: number; escapes: string; what: string }): string {
  const from = cursor.at;
  for (let code = cursor.code; code !== ends; code = cursor.code) {
    if (code === char.newline || code === char.end) throw cursor.unexpected(`the end of the ${what}`);
    if (code === char.backslash) skipEscape(cursor, escapes, what);
    cursor.at += 1;
  }
  return cursor.slice(from);
}

/** Goes to the last character of an escape. */
function skipEscape(cursor: Cursor, escapes: string, what: string): void {
  const at = cursor.at;
  cursor.at += 1;
  const code = cursor.code;
  if (code === char.end) throw cursor.unexpected('an escape');
  const escaped = String.fromCharCode(code);
  if (!escapes.includes(escaped)) throw cursor.fault(`${shown(`\\${escaped}`)} is not an escape of a ${what}`, at);
}

export const unescaped = (text: string): string =>
  text.includes('\\') ? text.replace(/\\[\\"n]/g, (escape) => (escape === '\\n' ? '\n' : (escape[1] as string))) : text;
