import * as fc from 'fast-check';
import { sampleNames, type Type } from '../../../src/exposition/family.ts';
import { escapeValue } from '../../../src/exposition/labels.ts';
import type { ParsedFamily, ParsedRow } from '../../../src/exposition/parse.ts';

type Labels = ParsedRow['labels'];

const nasty = fc.oneof(
  fc.string({ unit: fc.constantFrom('\\', '"', '\n', '\r', 'n', ' ', ',', '}', '=', '#', 'é', '😀', '\ufffd', '\0') }),
  fc.string({ unit: 'binary' }),
  fc.string(),
);
const taken = new Set(['le', 'quantile', '__name__']);
const labelName = fc
  .oneof(fc.constantFrom('a', 'b', 'code', '_'), fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,6}$/))
  .filter((name) => !taken.has(name));
const labels = fc.uniqueArray(
  fc.tuple(
    labelName,
    nasty.filter((value) => value !== ''),
  ),
  { maxLength: 5, selector: ([name]) => name },
);
const anyDouble = fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity), fc.integer());
const count = fc.nat({ max: 2 ** 40 });

/** The text of labels as the encoder has it. */
export const textOf = (set: Labels): string => set.map(([name, value]) => `${name}="${escapeValue(value)}"`).join();
const keyOf = (set: Labels): string => textOf(set.toSorted(([a], [b]) => (a < b ? -1 : 1)));

const rowsOf = (numbers: fc.Arbitrary<number[]>): fc.Arbitrary<ParsedRow[]> =>
  fc
    .uniqueArray(fc.record({ labels, numbers, at: fc.nat({ max: 2 }) }), { maxLength: 6, selector: (row) => keyOf(row.labels) })
    .map((rows) =>
      rows.map((row) => ({
        labels: row.labels,
        text: textOf(row.labels),
        at: row.at,
        chunk: Float64Array.of(...[7, 7].slice(0, row.at), ...row.numbers),
      })),
    );

const rising = (number: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.uniqueArray(number, { maxLength: 5, comparator: 'SameValueZero' }).map((all) => all.toSorted((a, b) => a - b));
const several = (number: fc.Arbitrary<number>, length: number): fc.Arbitrary<number[]> =>
  fc.array(number, { minLength: length, maxLength: length });

const numbersOf: Readonly<Record<Type, (bounds: readonly number[]) => fc.Arbitrary<number[]>>> = {
  counter: () => fc.tuple(fc.oneof(fc.double({ min: 0, noNaN: true }), fc.nat())),
  gauge: () => fc.tuple(anyDouble),
  untyped: () => fc.tuple(anyDouble),
  histogram: ({ length }) => fc.tuple(anyDouble, several(count, length + 1)).map(([sum, counts]) => [sum, ...counts]),
  summary: ({ length }) => fc.tuple(anyDouble, count, several(anyDouble, length)).map(([sum, total, values]) => [sum, total, ...values]),
};
const boundsOf = (type: Type): fc.Arbitrary<number[]> => {
  if (type === 'histogram') return rising(fc.double({ noNaN: true, noDefaultInfinity: true }));
  return type === 'summary' ? rising(fc.double({ min: 0, max: 1, noNaN: true })) : fc.constant([]);
};

const name = fc.oneof(
  fc.constantFrom('a', 'a_sum', 'a_count', 'a_bucket', 'a_sum_count'),
  fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,6}$/),
);
const type = fc.constantFrom<Type>('counter', 'gauge', 'histogram', 'summary', 'untyped');
const family: fc.Arbitrary<ParsedFamily> = type.chain((of) =>
  boundsOf(of).chain((bounds) =>
    fc.record({ name, type: fc.constant(of), help: nasty, bounds: fc.constant(bounds), rows: rowsOf(numbersOf[of](bounds)) }),
  ),
);

/** Families as the encoder takes them: no two of them with a sample name in common. */
export const someFamilies: fc.Arbitrary<ParsedFamily[]> = fc.array(family, { maxLength: 6 }).map((all) => {
  const names = new Set<string>();
  return all.filter((each) => {
    const own = sampleNames(each);
    if (own.some((one) => names.has(one))) return false;
    for (const one of own) names.add(one);
    return true;
  });
});
