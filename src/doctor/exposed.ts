import type { ParsedFamily, ParsedRow } from '../exposition/parse.ts';

/** A target as it answered, read. */
export interface Exposed {
  readonly url: string;
  /** How many samples it told. */
  readonly lines: number;
  readonly families: ReadonlyMap<string, ParsedFamily>;
}

/** The sample lines of a text. */
export const linesIn = (text: string): number => text.split('\n').filter((line) => /^\s*[^\s#]/.test(line)).length;

export const exposedBy = (url: string, text: string, families: readonly ParsedFamily[]): Exposed => ({
  url,
  lines: linesIn(text),
  families: new Map(families.map((family) => [family.name, family])),
});

export const labelOf = ({ labels }: ParsedRow, name: string): string | undefined => labels.find(([label]) => label === name)?.[1];

/** The first number of each series of a family. */
export const valuesOf = (family: ParsedFamily | undefined): readonly { readonly row: ParsedRow; readonly value: number }[] =>
  (family?.rows ?? []).map((row) => ({ row, value: row.chunk[row.at] as number }));

/** The value of a family that has one series. */
export const valueOf = (family: ParsedFamily | undefined): number | undefined => valuesOf(family)[0]?.value;
