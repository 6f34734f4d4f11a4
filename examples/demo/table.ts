import * as format from './format.ts';
import type { Size } from './grid.ts';
import { bad, bold, dim, fit, type Line, pad, type Piece, plain, warn } from './line.ts';
import type { Summary } from './summary.ts';
import type { RouteSeen, Seen } from './traffic-seen.ts';

type Paint = (text: string) => Piece;

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

/** The busiest ones, in the order they have. */
function busiest(routes: readonly RouteSeen[], most: number): readonly RouteSeen[] {
  const kept = new Set(routes.toSorted((a, b) => b.rate - a.rate).slice(0, Math.max(0, most)));
  return routes.filter((each) => kept.has(each));
}

/** Rows of a width: a label, which is cut, and the cells. */
function rowsFor(shown: readonly Column[], width: number): (name: string, seen: Seen, style: Paint) => Line {
  return (name, seen, style) => {
    const paint = seen.rate > 0 ? style : dim;
    const cells = shown.map(({ cell, width: wide }) => aligned(cell(seen, paint), wide));
    return [...label(paint(name), width), ...cells];
  };
}

const aligned = ({ text, style }: Piece, width: number): Piece => ({ text: text.padStart(width), style });
const label = (name: Piece, width: number): Line => [plain(' '), ...pad(fit([name], width), width)];

/** A row for all requests and one for each route, as many as there is room for. */
export function tableOf({ seconds, all, routes }: Summary, size: Size): Line[] {
  const columnsShown = columnsFor(size.columns);
  const width = Math.min(Math.max(size.columns - widthOfAll(columnsShown), 8), widest);
  const room = size.rows - 2;
  const shown = routes.length <= room ? routes : busiest(routes, room - 1);
  const more = routes.length - shown.length;
  const row = rowsFor(columnsShown, width);
  return [
    [...label(dim(`the last ${Math.round(seconds)} s`), width), ...columnsShown.map(({ name, width: wide }) => aligned(dim(name), wide))],
    row('all requests', all, bold),
    ...shown.map((each) => row(each.route, each, plain)),
    ...(more > 0 ? [label(dim(`and ${more} more`), width)] : []),
  ].slice(0, Math.max(0, size.rows));
}
