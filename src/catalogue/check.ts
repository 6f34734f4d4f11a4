import { defaultMaxLines, linesPerSeries, product, share } from './budget.ts';
import { type Allowed, type Definition, definitionsOf, type Tree } from './define.ts';
import { isKnownUnit } from './units.ts';

const isName = (name: unknown): boolean => typeof name === 'string' && name.length <= 255 && /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(name);
const rises = (numbers: readonly number[]): boolean =>
  numbers.every((n, i) => Number.isFinite(n) && (i === 0 || n > (numbers[i - 1] as number)));
/** Names that print alike count as one. */
const flat = (name: string): string => name.replace(/[^a-z0-9]+/g, '_');

function* attributeFaults(key: string, allowed: Allowed): Generator<string> {
  const at = `attribute "${key}"`;
  if (!isName(allowed.name)) yield `${at}: name ${JSON.stringify(allowed.name)} is not lower-case words joined by dots`;
  if ('of' in allowed) {
    if (allowed.of.length === 0) yield `${at}: "of" lists no value`;
    if (new Set(allowed.of).size < allowed.of.length) yield `${at}: "of" lists a value twice`;
  } else if (!Number.isInteger(allowed.keep) || allowed.keep < 1) yield `${at}: "keep" must be a whole number from 1`;
}

function* kindFaults(d: Definition): Generator<string> {
  const { kind, buckets, quantiles } = d;
  if (kind === 'histogram' && !(buckets && buckets.length > 0 && rises(buckets))) yield 'buckets must be finite numbers that rise';
  if (kind !== 'histogram' && buckets) yield `a ${kind} has no buckets`;
  if (kind === 'summary' && !(quantiles && rises(quantiles) && quantiles.every((q) => q >= 0 && q <= 1)))
    yield 'quantiles must be numbers from 0 to 1 that rise';
  if (kind !== 'summary' && quantiles) yield `a ${kind} has no quantiles`;
  if (kind === 'counter' && /[._]total$/.test(d.name)) yield 'the name of a counter does not end in "total": the exposition adds it';
  if (kind === 'info' && d.unit !== '') yield 'an info has no unit';
}

function* sizeFaults(d: Definition): Generator<string> {
  if (d.limit !== undefined) {
    if (!Number.isInteger(d.limit) || d.limit < 1) yield '"limit" must be a whole number from 1';
    return;
  }
  const lines = product(d) * linesPerSeries(d);
  if (lines > share(defaultMaxLines))
    yield `its attributes allow ${lines} lines, more than a third of the budget of ${defaultMaxLines}: state a "limit" of series`;
}

function* faults(d: Definition): Generator<string> {
  if (!isName(d.name)) yield 'the name must be lower-case words joined by dots';
  if (!isKnownUnit(d.unit)) yield `unit ${JSON.stringify(d.unit)} is not known: use UCUM, such as "s", "By", "1" or "{request}"`;
  if (typeof d.means !== 'string' || d.means.trim() === '') yield '"means" must say what it measures';
  for (const [key, allowed] of Object.entries(d.attributes)) yield* attributeFaults(key, allowed);
  const names = Object.values(d.attributes).map(({ name }) => flat(name));
  if (new Set(names).size < names.length) yield 'two attributes share a name';
  yield* kindFaults(d);
  yield* sizeFaults(d);
}

/**
 * Checks what the types of a catalogue can't say: names, units, buckets, sizes, duplicates.
 * @throws TypeError `metric "x": …` that lists every fault of the first faulty definition.
 */
export function check(tree: Tree): void {
  const seen = new Map<string, string>();
  for (const definition of definitionsOf(tree)) {
    const found = [...faults(definition)];
    const name = flat(definition.name);
    if (seen.has(name)) found.push(`it is defined twice, the other time as "${seen.get(name)}"`);
    seen.set(name, definition.name);
    if (found.length > 0) throw new TypeError(`metric "${definition.name}": ${found.join('; ')}`);
  }
}
