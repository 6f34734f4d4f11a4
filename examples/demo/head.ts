import { left, right, type Size, grid } from './grid.ts';
import { bold, dim, fit, type Line, plain, widthOf } from './line.ts';
import { command } from './measured-service.ts';
import type { Graphs } from './prometheus.ts';

export interface Addresses {
  readonly url: string;
  readonly endpoint: string;
  readonly graphs: Graphs;
}

function title({ columns }: Size): Line {
  const what = [plain(' '), bold(command)];
  const hint = dim('Ctrl-C stops');
  const gap = columns - widthOf(what) - widthOf([hint]);
  return gap < 2 ? what : [...what, plain(' '.repeat(gap)), hint];
}

const addresses = ({ url, endpoint }: Addresses, size: Size): Line[] =>
  grid(
    [
      [left('service', plain(url)), right('index', plain(`${endpoint}/`))],
      [left('metrics', plain(`${endpoint}/metrics`)), right('health', plain(`${endpoint}/-/healthy`))],
    ],
    size,
  );

/** Only the link to the graphs is never cut: it wraps, so that it can be followed. */
export function head(facts: Addresses, size: Size): Line[] {
  const { link, text } = facts.graphs;
  const cut = [title(size), [], ...addresses(facts, size)].map((line) => fit(line, size.columns));
  return [...cut, link ? left('graphs', plain(text)) : fit(left('graphs', dim(text)), size.columns)];
}
