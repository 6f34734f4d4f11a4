import * as format from './format.ts';
import { bad, dim, fit, type Line, pad, type Piece, plain, warn } from './line.ts';
import type { Seen } from './traffic-seen.ts';

export type Paint = (text: string) => Piece;

interface Column {
  readonly name: string;
  readonly width: number;
  /** What goes first where there is no room. */
  readonly spare: number;
  cell(seen: Seen, paint: Paint): Piece;
}

/** From here on a share of errors is no longer a few. */
const many = 0.05;
const paintOfErrors = (share: number): Paint => (share > 0 ? (share < many ? warn : bad) : dim);

const columns: readonly Column[] = [
  { name: 'req/s', width: 7, spare: 0, cell: ({ rate }, paint) => paint(format.rate(rate)) },
  { name: 'p50', width: 8, spare: 2, cell: ({ p50 }, paint) => paint(format.seconds(p50)) },
  { name: 'p95', width: 8, spare: 0, cell: ({ p95 }, paint) => paint(format.seconds(p95)) },
  { name: 'p99', width: 8, spare: 1, cell: ({ p99 }, paint) => paint(format.seconds(p99)) },
  { name: '4xx', width: 7, spare: 3, cell: ({ refused }, paint) => (refused > 0 ? paint : dim)(format.percent(refused)) },
  { name: 'errors', width: 8, spare: 0, cell: ({ failed }) => paintOfErrors(failed)(format.percent(failed)) },
];

const narrowest = 33;
const widest = 44;
const margin = 1;

const widthOfAll = (shown: readonly Column[]): number => shown.reduce((sum, { width }) => sum + width, margin);

/** The columns that leave room for the routes. */
function columnsFor(width: number): readonly Column[] {
  for (const most of [3, 2, 1]) {
    const shown = columns.filter(({ spare }) => spare <= most);
    if (widthOfAll(shown) + narrowest <= width) return shown;
  }
  return columns.filter(({ spare }) => spare === 0);
}

const aligned = ({ text, style }: Piece, width: number): Piece => ({ text: text.padStart(width), style });

/** Lines with cells below each other. */
export interface Columns {
  readonly names: (label: string) => Line;
  /** @param more said after the name, where there is room */
  readonly row: (name: string, seen: Seen, style: Paint, more?: string) => Line;
  readonly note: (text: string) => Line;
}

/** As many columns as leave room for a label, which is cut. */
export function columnsIn(across: number): Columns {
  const shown = columnsFor(across);
  const width = Math.min(Math.max(across - widthOfAll(shown), 8), widest);
  const label = (...text: Piece[]): Line => [plain(' '), ...pad(fit(text, width), width)];
  const cells = (cell: (column: Column) => Piece): Line => shown.map((column) => aligned(cell(column), column.width));
  return {
    names: (text) => [...label(dim(text)), ...cells(({ name }) => dim(name))],
    row(name, seen, style, more = '') {
      const paint = seen.rate > 0 ? style : dim;
      return [...label(paint(name), dim(more)), ...cells(({ cell }) => cell(seen, paint))];
    },
    note: (text) => label(dim(text)),
  };
}
