import { type Cursor, char } from './cursor.ts';
import { shown } from './parse-error.ts';
import type { Pair, Pairs } from './pairs.ts';
import { readEscaped, readLabelName } from './words.ts';

/** The label that a kind prints by itself, as found. */
export interface Own {
  readonly name: string;
  readonly value: string;
  readonly at: number;
}

/** The labels of one sample. */
export class LabelSet {
  readonly pairs: Pair[] = [];
  own: Own | undefined;
  /** How many of them have a value. */
  size = 0;
  /** The same for the same labels in whatever order. */
  hash = 0;

  add(pair: Pair): void {
    this.pairs.push(pair);
    this.hash ^= pair.hash;
    if (pair.label[1] !== '') this.size += 1;
  }

  get text(): string {
    return this.pairs.map((pair) => pair.text).join();
  }
}

const quoted = { ends: char.quote, escapes: '\\"n', what: 'label value' } as const;

function readLabel(cursor: Cursor, pairs: Pairs, { set, ownName }: { set: LabelSet; ownName: string | undefined }): void {
  const at = cursor.at;
  const name = readLabelName(cursor);
  if (!pairs.addName(name)) throw cursor.fault(`label ${shown(name)} stands twice`, at);
  cursor.skipBlanks();
  cursor.expect(char.equals);
  cursor.skipBlanks();
  cursor.expect(char.quote);
  const raw = readEscaped(cursor, quoted);
  cursor.expect(char.quote);
  if (name === ownName) set.own = { name, value: raw, at };
  else set.add(pairs.add(name, raw));
}

/** The labels between the braces, if there are any. */
export function readLabels(cursor: Cursor, pairs: Pairs, ownName: string | undefined): LabelSet {
  const set = new LabelSet();
  pairs.nextSet();
  if (!cursor.is(char.open)) return set;
  cursor.at += 1;
  cursor.skipBlanks();
  while (!cursor.is(char.close)) {
    readLabel(cursor, pairs, { set, ownName });
    cursor.skipBlanks();
    if (cursor.is(char.comma)) cursor.at += 1;
    else if (!cursor.is(char.close)) throw cursor.unexpected('"," or "}"');
    cursor.skipBlanks();
  }
  cursor.at += 1;
  return set;
}
