const zero = 48;
/** No number of the kernel's has more than 64 bits. */
const largest = 2 ** 64;
const isDigit = (code: number): boolean => code >= zero && code < zero + 10;
const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10;

/** The whole numbers in a stretch of text, with blanks between them, up to the first thing that is none. By hand: it reads a line of each core at every scrape. */
export function wholes(text: string, from = 0, to = text.length): number[] {
  const found: number[] = [];
  let start = -1;
  let value = 0;
  for (let at = from; at <= to; at++) {
    const code = at < to ? text.charCodeAt(at) : 32;
    if (isDigit(code)) {
      if (start < 0) start = at;
      value = value * 10 + code - zero;
    } else if (!isBlank(code)) break;
    else if (start >= 0) {
      const whole = Number.isSafeInteger(value) ? value : Number(text.slice(start, at));
      if (whole > largest) break;
      found.push(whole);
      start = -1;
      value = 0;
    }
  }
  return found;
}

/** The number that a text is, in decimal notation and with blanks around it; undefined where it is none, or infinite. */
export function numberIn(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  const number = /^-?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
