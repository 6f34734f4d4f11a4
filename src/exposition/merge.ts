import type { Kind } from '../catalogue/define.ts';
import type { Row } from './family.ts';

/** What one instrument brings into a family. */
export interface Part {
  readonly kind: Kind;
  readonly bounds: readonly number[];
  /** Numbers of a row. */
  readonly width: number;
  readonly rows: Iterable<Row>;
  /** Two of its own rows may print alike. */
  readonly ambiguous: boolean;
}

const adds = (kind: Kind): boolean => kind === 'counter' || kind === 'updown' || kind === 'histogram';
const equal = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

function sum(a: Row, b: Row, width: number): Row {
  const chunk = Float64Array.from({ length: width }, (_, i) => (a.chunk[a.at + i] as number) + (b.chunk[b.at + i] as number));
  return { text: a.text, chunk, at: 0 };
}

/**
 * The rows of a family, no two with the same labels: counters, updowns and histograms of equal bounds add up,
 * of gauges and infos the last registered wins, what can't be joined is left out and counted.
 */
export function merge(parts: readonly Part[], dropped: () => void): Iterable<Row> {
  const [first] = parts;
  if (first === undefined) return [];
  if (parts.length === 1 && !first.ambiguous) return first.rows;
  const rows = new Map<string, Row>();
  for (const { kind, bounds, width, rows: more } of parts) {
    const fits = equal(bounds, first.bounds);
    for (const row of more) {
      const text = row.text ?? '';
      const there = rows.get(text);
      if (!fits) dropped();
      else if (there === undefined) rows.set(text, row);
      else if (adds(kind)) rows.set(text, sum(there, row, width));
      else if (kind === 'summary') dropped();
      else rows.set(text, row);
    }
  }
  return rows.values();
}
