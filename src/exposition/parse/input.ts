import { Cursor } from './cursor.ts';
import { ParseError } from './parse-error.ts';

/** A Map holds 2^24 entries, and no input has more of anything than one for five bytes. */
const mostBytes = 5 * 2 ** 24;

const replacement = '\uFFFD';
const isReplacement = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;

/** Bytes that are no UTF-8 decode to U+FFFD: the first one that is not in the input as such. */
function ofBytes(bytes: Uint8Array): Cursor {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let from = 0;
  let byte = 0;
  for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, from)) {
    byte += Buffer.byteLength(text.slice(from, at));
    if (!isReplacement(bytes, byte))
      return new Cursor(text.slice(0, at), `byte 0x${bytes[byte]?.toString(16).padStart(2, '0')} is not UTF-8`);
    byte += replacement.length * 3;
    from = at + 1;
  }
  return new Cursor(text);
}

function ofString(text: string): Cursor {
  if (text.isWellFormed()) return new Cursor(text);
  const mended = text.toWellFormed();
  let at = 0;
  while (text.charCodeAt(at) === mended.charCodeAt(at)) at += 1;
  return new Cursor(text.slice(0, at), `half a surrogate pair, 0x${text.charCodeAt(at).toString(16)}, is not a character`);
}

/** A cursor that stops at the first character that is none. */
export function cursorOf(input: string | Uint8Array, maxBytes: number): Cursor {
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  const limit = Math.min(maxBytes, mostBytes);
  if (bytes > limit) throw new ParseError({ line: 1, column: 1 }, `${bytes} bytes are more than the limit of ${limit} bytes`);
  return typeof input === 'string' ? ofString(input) : ofBytes(input);
}
