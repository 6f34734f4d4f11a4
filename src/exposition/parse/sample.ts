import { type Cursor, endsWord } from './cursor.ts';
import type { Families } from './families.ts';
import { type LabelSet, type Own, readLabels } from './label-set.ts';
import { numberOf, timestampOf } from './numbers.ts';
import { type ParseError, shown } from './parse-error.ts';
import { readMetricName } from './words.ts';

/** What is known of a sample line; faults name the part of it that they are about. */
export class Sample {
  readonly name: string;
  /** What its name has beyond the family's. */
  readonly suffix: string;
  readonly set: LabelSet;
  readonly cursor: Cursor;
  readonly #at: number;
  valueAt = 0;

  constructor(cursor: Cursor, at: number, { name, suffix, set }: { name: string; suffix: string; set: LabelSet }) {
    this.name = name;
    this.suffix = suffix;
    this.set = set;
    this.cursor = cursor;
    this.#at = at;
  }

  /** As it is printed. */
  get series(): string {
    const { text, own } = this.set;
    const labels = own ? `${text}${text === '' ? '' : ','}${own.name}="${own.value}"` : text;
    return labels === '' ? this.name : `${this.name}{${labels}}`;
  }

  fault(reason: string): ParseError {
    return this.cursor.fault(reason, this.#at);
  }

  duplicate(): ParseError {
    return this.fault(`duplicate series ${shown(this.series)}`);
  }

  ownFault({ at }: Own, reason: string): ParseError {
    return this.cursor.fault(reason, at);
  }

  valueFault(reason: string): ParseError {
    return this.cursor.fault(reason, this.valueAt);
  }

  get start(): { readonly line: number; readonly column: number } {
    return this.cursor.place(this.#at);
  }
}

function readValue(cursor: Cursor): number {
  const at = cursor.at;
  const token = cursor.until(endsWord);
  if (token === '') throw cursor.unexpected('a value');
  const value = numberOf(token);
  if (typeof value === 'string') throw cursor.fault(`value ${shown(token)} ${value}`, at);
  return value;
}

function readTimestamp(cursor: Cursor): number | undefined {
  cursor.skipBlanks();
  if (endsWord(cursor.code)) return undefined;
  const at = cursor.at;
  const token = cursor.until(endsWord);
  const timestamp = timestampOf(token);
  if (timestamp === undefined) throw cursor.fault(`timestamp ${shown(token)} is not a whole number of milliseconds in 64 bits`, at);
  return timestamp;
}

/** Reads a line, each of its parts checked before the next is read. */
export function readSample(cursor: Cursor, families: Families): void {
  const at = cursor.at;
  const name = readMetricName(cursor);
  const family = families.ofSample(name, at);
  cursor.skipBlanks();
  const set = readLabels(cursor, families.pairs, family.ownName);
  const sample = new Sample(cursor, at, { name, suffix: name.slice(family.name.length), set });
  const row = family.rowOf(sample, families.pairs);
  row.begin(sample);
  cursor.skipBlanks();
  sample.valueAt = cursor.at;
  row.take(sample, readValue(cursor));
  row.timestamp = readTimestamp(cursor) ?? row.timestamp;
  cursor.endLine();
}
