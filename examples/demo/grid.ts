import { bold, dim, type Line, plain, widthOf } from './line.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const nameWidth = 10;

export const named = (name: string, fact: Line): Line => [dim(` ${name.padStart(nameWidth - 2)} `), ...fact];

/** What stays together. */
export const fact = (name: string, value: string, more = ''): Line => [dim(`${name} `), bold(value), plain(more)];

/** Facts one after the other, in as many lines as they need. */
export function flow(name: string, facts: readonly Line[], { columns }: Size): Line[] {
  const gap = '  ';
  const lines: Line[] = [];
  for (const each of facts) {
    const last = lines.at(-1);
    const fits = last !== undefined && widthOf(last) + gap.length + widthOf(each) <= columns;
    if (fits) lines[lines.length - 1] = [...last, dim(gap), ...each];
    else lines.push(named(last ? '' : name, each));
  }
  return lines;
}

/** How many rows of the terminal a line takes. */
export const rowsOf = (lines: readonly Line[], { columns }: Size): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
