import * as format from './format.ts';
import { grid, left, right, rowsOf, type Size } from './grid.ts';
import { type Addresses, head } from './head.ts';
import { bad, bold, dim, fit, type Line, plain } from './line.ts';
import type { Summary } from './summary.ts';
import { tableOf } from './table.ts';

export interface Facts extends Addresses {
  /** Milliseconds since the start. */
  readonly running: number;
  readonly summary: Summary | undefined;
  /** Why there is nothing newer. */
  readonly trouble: string | undefined;
}

function requests({ requests: number, inFlight }: Summary, running: number): Line {
  const time = format.clock(running);
  return left('requests', bold(format.count(number)), dim(' in '), plain(time), dim('  in flight '), bold(format.count(inFlight)));
}

const scrape = ({ scrape: { lines, bytes, seconds } }: Summary): Line =>
  left('scrape', plain(`${format.count(lines)} lines  ${format.bytes(bytes)}  ${format.seconds(seconds)}`));

const node = ({ process: { bytes, cpu } }: Summary): Line =>
  right('node', bold(format.bytes(bytes)), dim('  cpu '), bold(format.percent(cpu)));

const host = ({ machine: { used, bytes, cpu } }: Summary): Line =>
  right('host', plain(`${format.bytes(used)} of ${format.bytes(bytes)}`), dim('  cpu '), plain(format.percent(cpu)));

const gauges = (summary: Summary, running: number, size: Size): Line[] =>
  grid(
    [
      [requests(summary, running), node(summary)],
      [scrape(summary), host(summary)],
    ],
    size,
  );

/** The screen, line by line; the table has the rows that are left. */
export function picture(facts: Facts, size: Size): Line[] {
  const { running, summary, trouble } = facts;
  const state = trouble === undefined ? [] : [[bad(` no answer: ${trouble}`)], []];
  const middle = [[], ...state, ...(summary ? [...gauges(summary, running, size), []] : [])].map((line) => fit(line, size.columns));
  const top = [...head(facts, size), ...middle];
  const room = { columns: size.columns, rows: size.rows - rowsOf(top, size) };
  return summary ? [...top, ...tableOf(summary, room)] : top;
}
