/** A whole number as the kernel prints one: 64 bits at most, so never infinite. */
export const wholeOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : undefined;

/** Whole numbers, all of them or none. */
export function wholesOf(texts: readonly string[]): readonly number[] | undefined {
  const wholes = texts.map(wholeOf);
  return wholes.every((each) => each !== undefined) ? wholes : undefined;
}

/** The whole numbers of lines such as `MemTotal:  123 kB`, by the words that these begin with; a line that says something else is left out. */
export function keyed<W extends string>(text: string, words: readonly W[], unit = ''): ReadonlyMap<W, number> {
  const found = new Map<W, number>();
  for (const word of words) {
    const at = text.startsWith(word) ? 0 : text.indexOf(`\n${word}`) + 1;
    if (at === 0 && !text.startsWith(word)) continue;
    const end = text.indexOf('\n', at);
    const said = text.slice(at + word.length, end < 0 ? text.length : end).trim();
    const whole = said.endsWith(unit) ? wholeOf(said.slice(0, said.length - unit.length)) : undefined;
    if (whole !== undefined) found.set(word, whole);
  }
  return found;
}
