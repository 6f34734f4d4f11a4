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

/** Writes the text of a label set where it is read first: a scrape that meets many new series must not hold the event loop. */
function* textsOf(parts: readonly { labels: Labels; shape: Shape; cells: readonly Cell[] }[]): Generator<Row> {
  for (const { labels, shape, cells } of parts)
    for (const cell of cells) {
      if (cell.at < 0) continue;
      cell.text ??= labels.text(shape.valuesOf(cell));
      yield cell;
    }
}

function rowsOf({ facts, series }: Instrument): Pick<Part, 'rows' | 'ambiguous'> {
  const parts = [...series.entries()].map((entry) => ({ ...entry, labels: new Labels(entry.shape.keys, ownLabel(facts.kind)) }));
  const names = new Set(parts.map(({ labels }) => labels.names));
  return { rows: textsOf(parts), ambiguous: names.size < parts.length || parts.some(({ shape }) => shape.ambiguous) };
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
