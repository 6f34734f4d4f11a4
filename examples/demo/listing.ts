import { bold, dim, type Line, pad, type Piece, plain } from './line.ts';

export interface Column<T> {
  readonly name: string;
  readonly width: number;
  /** What goes first where there is no room. */
  readonly spare: number;
  readonly isText?: boolean;
  cell(of: T): string;
}

interface Listed<T> {
  /** What is listed. */
  readonly label: string;
  readonly nameWidth: number;
  readonly columns: readonly Column<T>[];
}

const ranks = [2, 1, 0];

function columnsFor<T>({ nameWidth, columns }: Listed<T>, across: number): readonly Column<T>[] {
  const widthOf = (shown: readonly Column<T>[]): number => shown.reduce((sum, { width }) => sum + width, nameWidth);
  const choices = ranks.map((most) => columns.filter(({ spare }) => spare <= most));
  return choices.find((shown) => widthOf(shown) <= across) ?? (choices.at(-1) as readonly Column<T>[]);
}

const laid = (text: string, width: number, isText = false): string => (isText ? text.padEnd(width) : text.padStart(width));

/** A row for each, below the names of as many columns as there is room for. */
export function listing<T extends { readonly name: string }>(listed: Listed<T>, all: readonly T[], across: number): Line[] {
  const shown = columnsFor(listed, across);
  const row = (name: Piece, cell: (column: Column<T>) => Piece): Line => [
    ...pad([plain(' '), name], listed.nameWidth),
    ...shown.map((column) => {
      const { text, style } = cell(column);
      return { text: laid(text, column.width, column.isText), style };
    }),
  ];
  const names = row(dim(listed.label), ({ name }) => dim(name));
  return [names, ...all.map((each) => row(bold(each.name), ({ cell }) => plain(cell(each))))];
}
