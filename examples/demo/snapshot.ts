import { type ParsedFamily, parse } from '../../src/exposition/parse.ts';

/** A series of a scrape. */
export interface Series {
  readonly id: string;
  readonly labels: Readonly<Record<string, string | undefined>>;
  /** One number; of a histogram the sum, then the count of each bucket. */
  readonly numbers: readonly number[];
}

export type Matches = (labels: Series['labels']) => boolean;

const widthOf = ({ type, bounds }: ParsedFamily): number => (type === 'histogram' ? bounds.length + 2 : 1);

function seriesOf(family: ParsedFamily): Series[] {
  const width = widthOf(family);
  return family.rows.map(({ text, labels, chunk, at }) => ({
    id: text,
    labels: Object.fromEntries(labels),
    numbers: [...chunk.subarray(at, at + width)],
  }));
}

/** What a scrape said, at its time in milliseconds. */
export class Snapshot {
  readonly at: number;
  readonly #families: ReadonlyMap<string, ParsedFamily>;

  constructor(at: number, families: readonly ParsedFamily[] = []) {
    this.at = at;
    this.#families = new Map(families.map((family) => [family.name, family]));
  }

  series(name: string): readonly Series[] {
    const family = this.#families.get(name);
    return family ? seriesOf(family) : [];
  }

  bounds(name: string): readonly number[] {
    return this.#families.get(name)?.bounds ?? [];
  }

  /** The sum over series; NaN when there is none. */
  sum(name: string, matches: Matches = () => true): number {
    const found = this.series(name).filter(({ labels }) => matches(labels));
    return found.length === 0 ? Number.NaN : found.reduce((sum, { numbers }) => sum + (numbers[0] as number), 0);
  }
}

/** Asks an endpoint for its metrics. */
export async function scrape(endpoint: string, signal: AbortSignal): Promise<Snapshot> {
  const response = await fetch(`${endpoint}/metrics`, { signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`status ${response.status}: ${text}`);
  return new Snapshot(performance.now(), parse(text));
}
