import type { Type } from '../family.ts';
import { HistogramRow } from './histogram-row.ts';
import type { LabelSet } from './label-set.ts';
import type { Pairs } from './pairs.ts';
import { ParseError, shown } from './parse-error.ts';
import type { ParsedFamily, ParsedRow } from './parsed.ts';
import { CounterRow, type OpenRow, ValueRow } from './row.ts';
import type { Sample } from './sample.ts';
import type { Shelf } from './shelf.ts';
import { SummaryRow } from './summary-row.ts';

const ownNames: Readonly<Partial<Record<Type, string>>> = { histogram: 'le', summary: 'quantile' };

function newRow(type: Type, sample: Sample): OpenRow {
  if (type === 'histogram') return new HistogramRow(sample);
  if (type === 'summary') return new SummaryRow(sample);
  return type === 'counter' ? new CounterRow(sample) : new ValueRow(sample);
}

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((n, i) => Object.is(n, b[i]));

/** A family while its lines are read. */
export class OpenFamily {
  readonly name: string;
  help: string | undefined;
  type: Type | undefined;
  /** Whether samples of it were read. */
  sampled = false;
  #rows: OpenRow[] = [];
  /** The first row of each hash. */
  #byHash: Map<number, OpenRow> | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get kind(): Type {
    return this.type ?? 'untyped';
  }

  /** The label that its kind prints by itself. */
  get ownName(): string | undefined {
    return ownNames[this.kind];
  }

  /** The row that a sample belongs to, a new one if need be. */
  rowOf(sample: Sample, pairs: Pairs): OpenRow {
    this.#byHash ??= new Map();
    this.sampled = true;
    const first = this.#byHash.get(sample.set.hash);
    const found = find(first, sample.set, pairs);
    if (found) return found;
    const row = newRow(this.kind, sample);
    row.next = first;
    this.#byHash.set(sample.set.hash, row);
    this.#rows.push(row);
    return row;
  }

  /** What was read of it. Its rows are forgotten. */
  close(shelf: Shelf): ParsedFamily {
    const rows = this.#rows;
    this.#rows = [];
    this.#byHash = undefined;
    for (const { missing, set, start } of rows)
      if (missing) throw new ParseError(start, `${this.#shown(set)} has no ${this.name}${missing}`);
    const bounds = rows[0]?.bounds ?? [];
    return { name: this.name, type: this.kind, help: this.help ?? '', bounds, rows: rows.map((row) => parsed(row, bounds, shelf)) };
  }

  #shown({ text }: LabelSet): string {
    return `${this.kind} ${shown(text === '' ? this.name : `${this.name}{${text}}`)}`;
  }
}

function find(first: OpenRow | undefined, { size }: LabelSet, pairs: Pairs): OpenRow | undefined {
  let row = first;
  while (row && !(row.set.size === size && pairs.areAll(row.set.pairs))) row = row.next;
  return row;
}

function parsed(row: OpenRow, bounds: readonly number[], shelf: Shelf): ParsedRow {
  const { set, timestamp, bounds: own } = row;
  return {
    text: set.text,
    labels: set.pairs.map(({ label }) => label),
    ...shelf.put(row.numbers),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(sameNumbers(own, bounds) ? {} : { bounds: own }),
  };
}
