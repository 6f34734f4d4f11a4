export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** What RE2 means otherwise than JavaScript, which may then take its time for it, too: classes by name, ones that begin with a bracket, spaces, repeated groups. */
const other = /\[:|\[\^?\]|\\s|\)[*+{]/i;

/** An escaped sign that is no letter is itself, which JavaScript wants written otherwise. */
const plain = (pattern: string): string =>
  pattern.replaceAll(/\\([^a-zA-Z0-9])/g, (_all, sign: string) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** An expression of RE2, on the whole of a value; undefined where JavaScript has none that is known to mean the same. */
function expressionOf(pattern: string): RegExp | undefined {
  const written = plain(pattern);
  if (other.test(written)) return undefined;
  try {
    return new RegExp(`^(?:${written})$`, 'su');
  } catch {
    return undefined;
  }
}

/** Whether a value meets a condition; undefined where that is not known. */
export function meets({ op, value }: Matcher, given: string): boolean | undefined {
  if (op === '=' || op === '!=') return (given === value) === (op === '=');
  const isMet = expressionOf(value)?.test(given);
  return isMet === undefined ? undefined : isMet === (op === '=~');
}
