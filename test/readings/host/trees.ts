import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Files } from '../../../src/readings/files.ts';
import type { Found } from '../../../src/readings/reading.ts';

const roots = join(import.meta.dirname, '..', '..', 'fixtures', 'roots');

/** Machines as their kernels describe them, and one that says nothing that makes sense. */
export const trees = ['bare-server', 'arm-board', 'vm', 'many-cores', 'garbage'] as const;
export type Tree = (typeof trees)[number];

export const tree = (name: Tree): Files => new Files(join(roots, name));
export const thisMachine = new Files('/');
export const onLinux = process.platform === 'linux';

/** Points by metric; those of no attributes as their value. */
export const byName = (found: readonly Found[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    found.map(([{ name }, points]) => {
      const [first] = points;
      return [name, points.length === 1 && first && Object.keys(first[1]).length === 0 ? first[0] : points];
    }),
  );

/** Every finite value of what a parser gave, or a throw for one that is not. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`not finite: ${value}`);
    return [value];
  }
  if (value instanceof Map) return numbersIn([...value]);
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  return typeof value === 'object' && value !== null ? numbersIn(Object.values(value)) : [];
}

const text = (file: string): string[] => {
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
};

const noise = fc.oneof(
  fc.constantFrom('', '\n', ' ', '-', 'NaN', '1e999', '9'.repeat(400), '18446744073709551615', '\0', ':', '\r\n', '\u{1f600}'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** Arbitrary text, and what a file says on the machines there are: as it is, cut off, and with something else in its midst. */
export function texts(name: string): fc.Arbitrary<string> {
  const real = [...trees.map((each) => join(roots, each, name)), join('/', name)].flatMap(text).map((each) => each.slice(0, 5000));
  const mutated = fc.tuple(fc.constantFrom('', ...real), fc.nat(), fc.nat({ max: 200 }), noise).map(([whole, from, gone, other]) => {
    const at = from % (whole.length + 1);
    return whole.slice(0, at) + other + whole.slice(at + gone);
  });
  const cut = fc.tuple(fc.constantFrom('', ...real), fc.nat()).map(([whole, to]) => whole.slice(0, to % (whole.length + 1)));
  return fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), cut, mutated);
}

/** What a parser makes of any text is numbers that are finite, without a throw. */
export const isTotal = (name: string, parse: (given: string) => unknown): void =>
  fc.assert(
    fc.property(texts(name), (given) => {
      numbersIn(parse(given));
    }),
    { numRuns: 500 },
  );
