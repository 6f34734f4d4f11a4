import { mostItems } from '../browser/wire.ts';
import { Refusal } from './refusal.ts';

/** Twice the values of the fullest beacon: its own four, and of each item itself, four fields and three attributes. */
const mostValues = 2 * (4 + 8 * mostItems);

const [quote, backslash, comma, bracket, brace] = Array.from('"\\,[{', (character) => character.charCodeAt(0));
const begins = (code: number): boolean => code === comma || code === bracket || code === brace;

/** Whether a text has more values than any beacon: each begins after what opens a list or an object, or after a comma. */
function isOvergrown(text: string): boolean {
  let values = 0;
  let isWithin = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) isWithin = !isWithin;
    else if (isWithin) {
      if (code === backslash) at += 1;
    } else if (begins(code) && ++values > mostValues) return true;
  }
  return false;
}

/** What a string, a list and an object end with, by what they begin with. */
const closing: ReadonlyMap<string | undefined, string> = new Map([
  ['{', '}'],
  ['[', ']'],
  ['"', '"'],
]);

/** Whether a text is no JSON by its first and its last character, as one that breaks off. */
function hasWrongEnds(text: string): boolean {
  const value = text.trim();
  const [first] = value;
  const last = closing.get(first);
  return last === undefined ? !isPlain(first) : value.at(-1) !== last;
}

/** Whether a number, a truth or null may begin with it. */
const isPlain = (first = ''): boolean => /[-\dtfn]/.test(first);

/**
 * What a text says as JSON, or why it is not taken. Parsing holds the event loop, for eight thousand lists or for two thousand keys longer than
 * for the fullest beacon, and in 16 KiB there is room for them. So a text that has more values than any beacon is not parsed. To be thrown at
 * takes as long as to parse a beacon of ten items, so what plainly is no JSON is not parsed either.
 */
export function parsed(text: string): unknown {
  if (isOvergrown(text)) return new Refusal('schema');
  if (hasWrongEnds(text)) return new Refusal('json');
  try {
    return JSON.parse(text);
  } catch {
    return new Refusal('json');
  }
}
