import type { Kind } from '../catalogue/define.ts';
import type { Cell } from '../store/cell.ts';
import { Instrument } from '../store/instrument.ts';
import type { Shape } from '../store/shape.ts';
import type { Store } from '../store/store.ts';
import { type Family, type Row, sampleNames, type Type } from './family.ts';
import { Labels } from './labels.ts';
import { merge, type Part } from './merge.ts';
import { metricName, ownLabel } from './names.ts';

const types: Readonly<Record<Kind, Type>> = {
  counter: 'counter',
  updown: 'gauge',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  info: 'gauge',
};

/** Why points that the store holds are not exposed. */
export type Conflict = 'name' | 'merge';
export type OnConflict = (instrument: Instrument, why: Conflict) => void;

/** The name of an instrument on the wire. */
export const wireName = ({ facts }: Instrument): string => metricName(facts);

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

function rowsOf({ facts, series }: Instrument): Pick<Part, 'rows' | 'ambiguous'> {
  const parts = [...series.entries()].map((entry) => ({ ...entry, labels: new Labels(entry.shape.keys, ownLabel(facts.kind)) }));
  const names = new Set(parts.map(({ labels }) => labels.names));
  return { rows: new Rows(parts), ambiguous: names.size < parts.length || parts.some(({ shape }) => shape.ambiguous) };
}

function partOf(instrument: Instrument): Part {
  const { kind, buckets, quantiles } = instrument.facts;
  return { kind, bounds: buckets ?? quantiles ?? [], width: Instrument.width(instrument.facts), ...rowsOf(instrument) };
}

function group(store: Store): Map<string, Instrument[]> {
  const groups = new Map<string, Instrument[]>();
  for (const instrument of store.instruments) {
    const name = wireName(instrument);
    const there = groups.get(name);
    if (there) there.push(instrument);
    else groups.set(name, [instrument]);
  }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What the store holds as families in the order of their names, one HELP and TYPE each.
 * No two lines will have the same name and labels; `onConflict` hears of what was left out for that.
 */
export function* familiesOf(store: Store, onConflict: OnConflict = () => {}): Generator<Family> {
  const taken = new Set<string>();
  for (const [name, instruments] of group(store)) {
    const family = familyOf(name, instruments, onConflict);
    if (family === undefined) continue;
    const names = sampleNames(family);
    if (names.some((each) => taken.has(each))) for (const instrument of instruments) onConflict(instrument, 'name');
    else {
      for (const each of names) taken.add(each);
      yield family;
    }
  }
}

function familyOf(name: string, instruments: readonly Instrument[], onConflict: OnConflict): Family | undefined {
  const live = instruments.filter(({ series }) => series.size > 0 || series.overflowing);
  const [first] = live;
  if (first === undefined) return undefined;
  const type = types[first.facts.kind];
  const same = live.filter((instrument) => types[instrument.facts.kind] === type);
  for (const instrument of live) if (!same.includes(instrument)) onConflict(instrument, 'name');
  const parts = same.map(partOf);
  const rows = merge(parts, () => onConflict(first, 'merge'));
  return { name, type, help: same.find(({ facts }) => facts.means !== '')?.facts.means ?? '', bounds: parts[0]?.bounds ?? [], rows };
}
