import { char } from './cursor.ts';

const isSign = (code: number): boolean => code === char.plus || code === char.minus;

/** Where the digits that begin at `at` end. */
function afterDigits(token: string, at: number): number {
  let end = at;
  while (token.charCodeAt(end) >= char.zero && token.charCodeAt(end) <= char.nine) end += 1;
  return end;
}

const afterSign = (token: string, at: number): number => (isSign(token.charCodeAt(at)) ? at + 1 : at);

function isDecimal(token: string): boolean {
  const from = afterSign(token, 0);
  let at = afterDigits(token, from);
  let digits = at - from;
  if (token.charCodeAt(at) === char.dot) {
    const fraction = at + 1;
    at = afterDigits(token, fraction);
    digits += at - fraction;
  }
  if (digits === 0) return false;
  if (at === token.length) return true;
  const exponent = afterSign(token, at + 1);
  return (token[at] === 'e' || token[at] === 'E') && afterDigits(token, exponent) === token.length && exponent < token.length;
}

const longestWord = '+infinity'.length;
const words: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
  ['nan', NaN],
]);

/** What Go's ParseFloat makes of it, less hexadecimals and underscores, which https://github.com/prometheus/common refuses too; or why it is none. */
export function numberOf(token: string): number | string {
  const word = token.length <= longestWord ? words.get(token.toLowerCase()) : undefined;
  if (word !== undefined) return word;
  if (!isDecimal(token)) return 'is not a number';
  const value = Number(token);
  return Number.isFinite(value) ? value : 'is too large for a double';
}

const most = '9223372036854775807';
const least = '9223372036854775808';

/** Whole milliseconds in 64 bits. */
export function timestampOf(token: string): number | undefined {
  let from = afterSign(token, 0);
  if (from === token.length || afterDigits(token, from) < token.length) return undefined;
  while (token.charCodeAt(from) === char.zero) from += 1;
  const digits = token.slice(from);
  const limit = token.charCodeAt(0) === char.minus ? least : most;
  if (digits.length > limit.length || (digits.length === limit.length && digits > limit)) return undefined;
  return Number(token);
}
