import { dim, type Line, pad, type Piece, plain, widthOf } from './line.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Where the right column begins, and what both need at least. */
const half = 41;
const both = 80;

/** A fact in the left column, and one in the right. */
export const left = (name: string, ...values: Piece[]): Line => [dim(` ${name.padStart(8)} `), ...values];
export const right = (name: string, ...values: Piece[]): Line => [dim(`${name.padStart(6)} `), ...values];

/** Two columns where they fit, else one below the other. */
export function grid(rows: readonly (readonly [Line, Line])[], { columns }: Size): Line[] {
  if (columns >= both) return rows.map(([a, b]) => [...pad(a, half), ...b]);
  return [...rows.map(([a]) => a), ...rows.map(([, b]) => [plain('   '), ...b])];
}

/** How many rows of the terminal a line takes. */
export const rowsOf = (lines: readonly Line[], { columns }: Size): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
