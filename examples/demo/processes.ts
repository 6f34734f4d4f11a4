import * as format from './format.ts';
import type { Size } from './grid.ts';
import type { Addresses } from './head.ts';
import type { Line } from './line.ts';
import { type Column, listing } from './listing.ts';
import type { Summary } from './summary.ts';

/** A process, as far as anything is known of it. */
interface Shown extends Addresses {
  readonly summary: Summary | undefined;
}

const known =
  (of: (summary: Summary) => string) =>
  ({ summary }: Shown): string =>
    summary ? of(summary) : '';

const columns: readonly Column<Shown>[] = [
  { name: 'metrics', width: 32, spare: 0, isText: true, cell: ({ endpoint }) => `${endpoint}/metrics` },
  { name: 'serves', width: 24, spare: 2, isText: true, cell: ({ url }) => url },
  { name: 'memory', width: 8, spare: 0, cell: known(({ process }) => format.bytes(process.bytes)) },
  { name: 'cpu', width: 8, spare: 0, cell: known(({ process }) => format.percent(process.cpu)) },
  { name: 'in flight', width: 11, spare: 0, cell: known(({ inFlight }) => format.countOrNothing(inFlight)) },
  { name: 'lines', width: 8, spare: 0, cell: known(({ scrape }) => format.count(scrape.lines)) },
  { name: 'size', width: 8, spare: 1, cell: known(({ scrape }) => format.bytes(scrape.bytes)) },
  { name: 'scrape', width: 9, spare: 1, cell: known(({ scrape }) => format.seconds(scrape.seconds)) },
];

/** A row for each process: where its metrics are, and what it takes. */
export const processLines = (all: readonly Shown[], { columns: across }: Size): Line[] =>
  listing({ label: 'process', nameWidth: 11, columns }, all, across);
