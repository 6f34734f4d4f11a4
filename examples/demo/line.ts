import { styleText } from 'node:util';

const styles = { plain: 'reset', dim: 'dim', bold: 'bold', warn: 'yellow', bad: 'red' } as const;
type Style = keyof typeof styles;

export interface Piece {
  readonly text: string;
  readonly style: Style;
}
export type Line = readonly Piece[];

const piece =
  (style: Style) =>
  (text: string): Piece => ({ text, style });
export const plain = piece('plain');
export const dim = piece('dim');
export const bold = piece('bold');
export const warn = piece('warn');
export const bad = piece('bad');

export const widthOf = (line: Line): number => line.reduce((width, { text }) => width + text.length, 0);
export const pad = (line: Line, width: number): Line => [...line, plain(' '.repeat(Math.max(0, width - widthOf(line))))];

/** Cut where it is wider than it may be. */
export function fit(line: Line, width: number): Line {
  if (widthOf(line) <= width) return line;
  let left = Math.max(0, width - 1);
  const cut = line.map(({ text, style }) => {
    const shown = text.slice(0, left);
    left -= shown.length;
    return { text: shown, style };
  });
  return [...cut, dim('…')];
}

/** As a terminal takes it. */
export function printed(line: Line, coloured: boolean): string {
  return line
    .map(({ text, style }) => (coloured && style !== 'plain' ? styleText(styles[style], text, { validateStream: false }) : text))
    .join('')
    .trimEnd();
}
