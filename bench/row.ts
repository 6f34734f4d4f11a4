import { type Figures, median, type Project, rounds, type Start } from './run.ts';

/** A row of the results: who is measured how, and what is to be reached. */
export interface Row {
  readonly id: string;
  readonly what: string;
  readonly how: string;
  readonly unit: string;
  /** The figure that is compared, of those that a process prints. */
  readonly figure: string;
  /** Further figures that are stated. */
  readonly also?: Readonly<Record<string, string>>;
  readonly starts: readonly Start[];
  readonly rounds: number;
  /** Who is subtracted from everyone: the loop alone, the bare process. */
  readonly less?: string;
  readonly target: Target;
  /** Why it is not measured here, where something is missing. */
  readonly lacks?: string | undefined;
}

export interface Target {
  readonly says: string;
  reached(compared: Compared): boolean;
}

export interface Compared {
  readonly ours: number;
  /** How many times ours the best peer is, median over the rounds. */
  readonly times: (peer: string) => number;
  readonly best: number;
  readonly also: (figure: string) => number;
  /** What of another figure is ours and not that of who is subtracted, median over the rounds. */
  readonly added: (figure: string) => number;
}

export const us = '@autonomica/metrics';

interface Line {
  readonly who: string;
  readonly values: readonly number[];
  readonly figures: readonly Figures[];
}

const digits = (n: number): string => (Math.abs(n) >= 100 ? n.toFixed(0) : Math.abs(n) >= 10 ? n.toFixed(1) : n.toFixed(2));
const worst = (figures: readonly Figures[], name: string): string => digits(median(figures.map((each) => each[name] ?? Number.NaN)));

function linesOf({ figure, less }: Row, all: ReadonlyMap<string, Figures[]>): Line[] {
  const base = less === undefined ? undefined : all.get(less);
  return [...all].map(([who, figures]) => ({
    who,
    figures,
    values: figures.map((each, i) => (each[figure] ?? Number.NaN) - (base && who !== less ? (base[i]?.[figure] ?? 0) : 0)),
  }));
}

function compare(row: Row, lines: readonly Line[]): Compared {
  const ours = lines.find(({ who }) => who === us);
  const base = lines.find(({ who }) => who === row.less);
  const peers = lines.filter(({ who }) => who !== us && who !== row.less);
  const times = (peer: string): number => {
    const theirs = lines.find(({ who }) => who === peer);
    return median((theirs?.values ?? []).map((value, i) => value / (ours?.values[i] ?? Number.NaN)));
  };
  return {
    ours: median(ours?.values ?? []),
    times,
    best: Math.min(...peers.map(({ who }) => times(who))),
    also: (name) => median((ours?.figures ?? []).map((each) => each[name] ?? Number.NaN)),
    added: (name) => median((ours?.figures ?? []).map((each, i) => (each[name] ?? Number.NaN) - (base?.figures[i]?.[name] ?? 0))),
  };
}

/** Measures a row and gives its part of the results. */
export function resultOf(row: Row, project: Project): string {
  if (row.lacks !== undefined) return `## ${row.what}\n\n${row.how}\n\n**Not measured**: ${row.lacks}.\n`;
  const lines = linesOf(row, rounds(project, row.starts, row.rounds));
  const compared = compare(row, lines);
  const also = Object.entries(row.also ?? {});
  // a ratio to what can not be told from nothing says nothing
  const isTold = Math.min(...(lines.find(({ who }) => who === us)?.values ?? [])) > 0;
  const head = ['', `median, ${row.unit}`, 'from – to', 'times ours', ...also.map(([, title]) => title)];
  const body = lines.map(({ who, values, figures }) => [
    who,
    digits(median(values)),
    `${digits(Math.min(...values))} – ${digits(Math.max(...values))}`,
    who === row.less || !isTold ? '' : digits(compared.times(who)),
    ...also.map(([name]) => worst(figures, name)),
  ]);
  const table = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const verdict = row.target.reached(compared) ? 'reached' : 'not reached';
  return `## ${row.what}\n\n${row.how} ${row.rounds} rounds.\n\n${table}\n\nTo reach: ${row.target.says}. **${verdict}**\n`;
}
