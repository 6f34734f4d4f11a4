/** What is measured: a page load, a web vital, what a user did, a call, an error. */
export type Kind = 'load' | 'vital' | 'action' | 'api' | 'error';

/** One measurement as it goes over the wire: what, its name, its value, more about it. */
export interface Item {
  readonly t: Kind;
  readonly n: string;
  /** Seconds; of CLS the score. */
  readonly v?: number | undefined;
  readonly a: Readonly<Record<string, string | number | undefined>>;
}

/** What a server takes in one beacon. */
export const mostItems = 50;
export const mostBytes = 16 * 1024;

export const mostCharacters = 100;
export const mostSeconds = 300;
export const mostShift = 10;

/** A text as long as a server takes it. */
export const cut = (text: string): string => text.slice(0, mostCharacters);

/** What may be said of an item: a text that says something, or a number. */
function told(value: unknown): string | number | undefined {
  if (typeof value === 'string' && value !== '') return cut(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isValue({ t, v }: Item): boolean {
  return v === undefined ? t === 'action' || t === 'error' : Number.isFinite(v) && v >= 0;
}

/** To a millionth, and within what a server takes: what took longer counts as the longest. */
function bounded({ t, n, v }: Item): number | undefined {
  return v === undefined ? undefined : Math.round(Math.min(v, t === 'vital' && n === 'CLS' ? mostShift : mostSeconds) * 1e6) / 1e6;
}

/** An item as JSON, its texts cut; undefined where there is no name, or a value that is none. */
export function textOf(item: Item): string | undefined {
  const { t, n, a } = item;
  if (typeof n !== 'string' || n === '' || !isValue(item)) return undefined;
  const about = Object.fromEntries(Object.entries(a).map(([key, value]) => [key, told(value)]));
  return JSON.stringify({ t, n: cut(n), v: bounded(item), a: about });
}
