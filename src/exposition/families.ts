import type { Cell } from '../store/cell.ts';
import { Instrument } from '../store/instrument.ts';
import type { Shape } from '../store/shape.ts';
import type { Store } from '../store/store.ts';
import { type Family, type Row, sampleNames, types } from './family.ts';
import { type Constant, Labels } from './labels.ts';
import { merge, type Part } from './merge.ts';
import { metricName, ownLabel } from './names.ts';

/** Why points that the store holds are not exposed. */
export type Conflict = 'name' | 'merge';
export type OnConflict = (instrument: Instrument, why: Conflict) => void;

const wireNames = new WeakMap<Instrument, string>();

/** The name of an instrument on the wire. */
export function wireName(instrument: Instrument): string {
  const there = wireNames.get(instrument);
  if (there !== undefined) return there;
  const made = metricName(instrument.facts);
  wireNames.set(instrument, made);
  return made;
}

const isLive = ({ series }: Instrument): boolean => series.size > 0 || series.overflowing;

interface Labelled {
  readonly labels: Labels;
  readonly shape: Shape;
  readonly cells: readonly Cell[];
}

/**
 * The series of an instrument. Writes the text of a label set where it is read first: a scrape that meets many new
 * series must not hold the event loop. No generator, whose every resumption costs as much as printing a number.
 */
class Rows implements IterableIterator<Row, undefined> {
  readonly #parts: Iterator<Labelled>;
  #part: Labelled | undefined;
  #next = 0;

  constructor(parts: readonly Labelled[]) {
    this.#parts = parts.values();
    this.#part = this.#parts.next().value;
  }

  next(): IteratorResult<Row, undefined> {
    for (let part = this.#part; part !== undefined; part = this.#part) {
      while (this.#next < part.cells.length) {
        const cell = part.cells[this.#next++] as Cell;
        if (cell.at < 0) continue;
        cell.text ??= part.labels.text(part.shape.valuesOf(cell));
        return { done: false, value: cell };
      }
      this.#part = this.#parts.next().value;
      this.#next = 0;
    }
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

function rowsOf({ facts, series }: Instrument, constant: Constant): Pick<Part, 'rows' | 'ambiguous'> {
  const labelling = { taken: ownLabel(facts.kind), constant };
  const parts = [...series.entries()].map((entry) => ({ ...entry, labels: new Labels(entry.shape.keys, labelling) }));
  const names = new Set(parts.map(({ labels }) => labels.names));
  const ambiguous = names.size < parts.length || parts.some(({ shape, labels }) => shape.ambiguous || labels.fillsIn);
  return { rows: new Rows(parts), ambiguous };
}

function partOf(instrument: Instrument, constant: Constant): Part {
  const { kind, buckets, quantiles } = instrument.facts;
  return { kind, bounds: buckets ?? quantiles ?? [], width: Instrument.width(instrument.facts), ...rowsOf(instrument, constant) };
}

function group(store: Store): Map<string, Instrument[]> {
  const groups = new Map<string, Instrument[]>();
  for (const instrument of store.instruments) {
    if (!isLive(instrument)) continue;
    const name = wireName(instrument);
    const there = groups.get(name);
    if (there) there.push(instrument);
    else groups.set(name, [instrument]);
  }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Exposing {
  /** Labels of every series. Their text is kept with the series: `forgetTexts` where they change. */
  readonly constant?: Constant;
  /** Hears of what was left out. */
  readonly onConflict?: OnConflict;
}

/** Has the labels of every series written anew. */
export function forgetTexts(store: Store): void {
  for (const { series } of store.instruments) for (const { cells } of series.entries()) for (const cell of cells) cell.text = undefined;
}

/**
 * What the store holds as families in the order of their names, one HELP and TYPE each.
 * No two lines will have the same name and labels.
 */
export function* familiesOf(store: Store, { constant = {}, onConflict = () => {} }: Exposing = {}): Generator<Family> {
  const taken = new Set<string>();
  for (const [name, instruments] of group(store)) {
    const family = familyOf(name, instruments, { constant, onConflict });
    if (family === undefined) continue;
    const names = sampleNames(family);
    if (names.some((each) => taken.has(each))) for (const instrument of instruments) onConflict(instrument, 'name');
    else {
      for (const each of names) taken.add(each);
      yield family;
    }
  }
}

function familyOf(name: string, instruments: readonly Instrument[], { constant, onConflict }: Required<Exposing>): Family | undefined {
  const live = instruments.filter(isLive);
  const [first] = live;
  if (first === undefined) return undefined;
  const type = types[first.facts.kind];
  const same = live.filter((instrument) => types[instrument.facts.kind] === type);
  for (const instrument of live) if (!same.includes(instrument)) onConflict(instrument, 'name');
  const parts = same.map((instrument) => partOf(instrument, constant));
  const rows = merge(parts, () => onConflict(first, 'merge'));
  return { name, type, help: same.find(({ facts }) => facts.means !== '')?.facts.means ?? '', bounds: parts[0]?.bounds ?? [], rows };
}
