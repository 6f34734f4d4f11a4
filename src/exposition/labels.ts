import type { Value } from '../store/cell.ts';
import { labelName } from './names.ts';

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

/** A label value between its quotes. */
export const escapeValue = (value: string): string =>
  /[\\"\n]/.test(value) ? value.replace(/[\\"\n]/g, (c) => escapes[c] as string) : value;

/** The text of a HELP line: https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information */
export const escapeHelp = (help: string): string => (/[\\\n]/.test(help) ? help.replace(/[\\\n]/g, (c) => escapes[c] as string) : help);

/** A value as a string: JSON, bytes as base64. https://opentelemetry.io/docs/specs/otel/common/#anyvalue-representation-for-non-otlp-protocols */
export function printed(value: Value): string {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (value === undefined) return '';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What every series says beside its own attributes. */
export type Constant = Readonly<Record<string, string>>;

interface Labelling {
  /** A name that the format itself uses in this family. */
  readonly taken?: string | undefined;
  /** Labels of every set; where a set has an attribute of that name, its own value stands. */
  readonly constant?: Constant;
}

/** Writes the labels of sets that have the same keys: sorted by name, colliding ones joined by `;`, empty ones left out, which means the same to Prometheus. */
export class Labels {
  /** Which values make up each label, and what it says where they are none. */
  readonly #from: readonly { readonly name: string; readonly at: readonly number[]; readonly otherwise: string }[];

  constructor(keys: readonly string[], { taken, constant = {} }: Labelling = {}) {
    const byName = new Map<string, number[]>();
    const order = keys.map((key, i) => ({ key, i })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    for (const { key, i } of order) {
      const name = labelName(key, taken);
      byName.set(name, [...(byName.get(name) ?? []), i]);
    }
    const constants = new Map(Object.entries(constant).map(([key, value]) => [labelName(key, taken), value]));
    const names = [...new Set([...byName.keys(), ...constants.keys()])].toSorted();
    this.#from = names.map((name) => ({ name, at: byName.get(name) ?? [], otherwise: constants.get(name) ?? '' }));
  }

  /** Whether two sets may print alike for it: one that has the value of a constant, and one that has none. */
  get fillsIn(): boolean {
    return this.#from.some(({ at, otherwise }) => at.length > 0 && otherwise !== '');
  }

  /** The names, as one string. */
  get names(): string {
    return this.#from.map(({ name }) => name).join();
  }

  text(values: readonly Value[]): string {
    const parts: string[] = [];
    for (const { name, at, otherwise } of this.#from) {
      const value = (at.length === 1 ? printed(values[at[0] as number]) : join(values, at)) || otherwise;
      if (value !== '') parts.push(parts.length === 0 ? '' : ',', name, '="', escapeValue(value), '"');
    }
    // joined, not added: the text is kept, and a sum of strings would keep its parts
    return parts.join('');
  }
}

function join(values: readonly Value[], at: readonly number[]): string {
  return at
    .map((i) => values[i])
    .filter((value) => value !== undefined)
    .map(printed)
    .join(';');
}
