import type { Chunks } from './chunks.ts';
import type { Family, Row } from './family.ts';
import { escapeHelp } from './labels.ts';
import { Slice } from '../slice.ts';
import { numberText, Writer } from './writer.ts';

export const contentType = 'text/plain; version=0.0.4; charset=utf-8';

/** How many lines are written between two looks at the clock. */
const linesPerLook = 256;

type Print = (row: Row) => string;

/** Writes a line without the label that its kind adds. Sums of strings are measured faster than a template. */
function simple(name: string): (text: string, value: number) => string {
  const bare = `${name} `;
  const opening = `${name}{`;
  return (text, value) => (text === '' ? bare + numberText(value) + '\n' : opening + text + '} ' + numberText(value) + '\n');
}

function scalar({ name }: Family): Print {
  const line = simple(name);
  return ({ text = '', chunk, at }) => line(text, chunk[at] as number);
}

/** What ends the labels of each line that differs in one. */
const endsOf = (label: string, values: readonly number[]): string[] => values.map((value) => `${label}="${numberText(value)}"} `);
const bucketEnds = (bounds: readonly number[]): string[] => endsOf('le', [...bounds, Number.POSITIVE_INFINITY]);

function histogram({ name, bounds }: Family): Print {
  const common = bucketEnds(bounds);
  const sum = simple(`${name}_sum`);
  const total = simple(`${name}_count`);
  return ({ text = '', chunk, at, bounds: own }) => {
    const ends = own === undefined ? common : bucketEnds(own);
    const opening = text === '' ? `${name}_bucket{` : `${name}_bucket{${text},`;
    let count = 0;
    let lines = '';
    for (let i = 0; i < ends.length; i++) {
      count += chunk[at + 1 + i] as number;
      lines += opening + (ends[i] as string) + count + '\n';
    }
    return lines + sum(text, chunk[at] as number) + total(text, count);
  };
}

function summary({ name, bounds }: Family): Print {
  const common = endsOf('quantile', bounds);
  const sum = simple(`${name}_sum`);
  const total = simple(`${name}_count`);
  return ({ text = '', chunk, at, bounds: own }) => {
    const ends = own === undefined ? common : endsOf('quantile', own);
    const opening = text === '' ? `${name}{` : `${name}{${text},`;
    const lines = ends.map((end, i) => `${opening}${end}${numberText(chunk[at + 2 + i] as number)}\n`).join('');
    return lines + sum(text, chunk[at] as number) + total(text, chunk[at + 1] as number);
  };
}

const printers: Readonly<Record<Family['type'], (family: Family) => Print>> = {
  counter: scalar,
  gauge: scalar,
  untyped: scalar,
  histogram,
  summary,
};
const linesOf = ({ type, bounds }: Family): number => ({ histogram: bounds.length + 3, summary: bounds.length + 2 })[type as string] ?? 1;

const head = ({ name, type, help }: Family): string =>
  `${help === '' ? '' : `# HELP ${name} ${escapeHelp(help)}\n`}# TYPE ${name} ${type}\n`;

/** Writes the families in text format 0.0.4, pausing after some lines; a series is never torn by a pause. */
function* steps(families: Iterable<Family>, writer: Writer): Generator<void> {
  let looked = 0;
  for (const family of families) {
    const print = printers[family.type](family);
    const lines = linesOf(family);
    writer.write(head(family), 0);
    for (const row of family.rows) {
      if (row.at < 0) continue;
      writer.write(print(row), lines);
      if (writer.lines - looked < linesPerLook) continue;
      looked = writer.lines;
      yield;
    }
  }
}

/** What was encoded: the body, in parts that may each be cut anywhere. */
export interface Encoded {
  readonly body: readonly Buffer[];
  readonly bytes: number;
  readonly lines: number;
}

/**
 * Encodes without holding the event loop for longer than a few milliseconds.
 * @param chunks what the body is written into
 */
export async function encode(families: Iterable<Family>, chunks?: Chunks): Promise<Encoded> {
  const writer = new Writer(chunks);
  const slice = new Slice();
  for (const _ of steps(families, writer)) if (slice.over) await slice.next();
  return { body: writer.finish(), bytes: writer.bytes, lines: writer.lines };
}

/** Encodes at once, as a string. */
export function encodeText(families: Iterable<Family>): string {
  const writer = new Writer();
  for (const _ of steps(families, writer));
  return Buffer.concat(writer.finish()).toString('utf8');
}
