/** What stands for a variable where a name does. */
export const standIn = 'grafana_variable';

/** `$name`, `${name}`, `${name.field}`, `${name:format}`, `[[name]]`: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/ */
const variable = /\$(?:\w+|\{[^{}]*\})|\[\[\w[\w.:]*\]\]/;
const quoted = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#.*/;
const token = new RegExp(`${quoted.source}|${variable.source}`, 'g');
const isQuoted = (found: string): boolean => !found.startsWith('$') && !found.startsWith('[[');

/** Whether Grafana decides a part of it. */
export const hasVariable = (text: string): boolean => variable.test(text);

/** So many signs before a variable say what it is. */
const telling = 32;

/** What is before a place, outside quotes, as far as it says what may stand there. */
class Before {
  /** The last of the text, what is in quotes as an empty one, and any space as a single one. */
  text = '';
  readonly #open: string[] = [];

  add(text: string): void {
    for (const [sign] of text.matchAll(/[[({\])}]/g)) {
      if ('[({'.includes(sign)) this.#open.push(sign);
      else this.#open.pop();
    }
    this.text = `${this.text}${text.replaceAll(/\s+/g, ' ')}`.slice(-telling);
  }

  /** The bracket that is open. */
  get open(): string | undefined {
    return this.#open.at(-1);
  }
}

/** What a variable is as a part of a range, an offset or a moment. */
function asTime({ text }: Before, after: string): string {
  if (/@\s*$/.test(text)) return '1';
  const hasNumber = /[\d.]$/.test(text);
  const hasUnit = /^(?:ms|[smhdwy])\b/.test(after);
  if (hasNumber) return hasUnit ? '' : 'm';
  return hasUnit ? '5' : '5m';
}

/** What a variable is within braces: the value of a condition, its label, or all of it. */
function asCondition({ text }: Before, after: string): string {
  if (/[=~]\s*$/.test(text)) return '"$value"';
  if (/"\s*$/.test(text)) return '';
  if (/\w$/.test(text) || /^\s*(?:[=!]|\w|\$|\[\[)/.test(after)) return standIn;
  return `${standIn}="$value"`;
}

/** What a variable is, by what is around it; undefined where that does not say it. */
function known(before: Before, after: string): string | undefined {
  if (before.open === '[' || /(?:\boffset\s*-?|@)\s*$/i.test(before.text)) return asTime(before, after);
  if (before.open === '{') return asCondition(before, after);
  if (/^_over_time\b/.test(after)) return 'max';
  if (/[\w:]$/.test(before.text) || /^[\w:{[]/.test(after)) return standIn;
  if (/^\s*(?:\(|(?:by|without)\b)/.test(after)) return /[\w)\]}]\s*$/.test(before.text) ? '+' : 'sum';
  return undefined;
}

/** What a variable may be elsewhere: a metric, a number, a duration, an operator, nothing. */
const anywhere = [standIn, '1', '5m', '+', ''] as const;
/** An expression with its variables filled; `free` says what those are that nothing tells of. */
function filled(expression: string, free: (index: number) => string): string {
  let [text, from, index] = ['', 0, 0];
  const before = new Before();
  for (const { 0: found, index: at } of expression.matchAll(token)) {
    const between = expression.slice(from, at);
    from = at + found.length;
    before.add(between);
    const said = isQuoted(found) ? found : (known(before, expression.slice(from)) ?? free(index++));
    text += between + said;
    before.add(isQuoted(found) ? '""' : said);
  }
  return text + expression.slice(from);
}

/** Variables, and signs of an expression, of which more are not looked into. */
const [mostVariables, mostSigns] = [200, 20_000];
/** Those of an expression that is tried in all ways. */
const [mostFree, mostTried] = [3, 1_000];

/** What an expression of a dashboard may come to, the likeliest first: what is in quotes stays as it is. */
export function* readings(expression: string): Generator<string> {
  if (expression.length > mostSigns || [...expression.matchAll(token)].filter(([found]) => !isQuoted(found)).length > mostVariables) return;
  let count = 0;
  yield filled(expression, () => {
    count++;
    return standIn;
  });
  if (count === 0 || count > mostFree || expression.length > mostTried) return;
  for (let way = 1; way < anywhere.length ** count; way++)
    yield filled(expression, (index) => anywhere[Math.floor(way / anywhere.length ** index) % anywhere.length] ?? standIn);
}
