import { columnsIn } from './columns.ts';
import * as format from './format.ts';
import type { Size } from './grid.ts';
import { bold, type Line, plain } from './line.ts';
import type { Summary } from './summary.ts';
import type { RowSeen } from './traffic-seen.ts';

/** A service, as far as anything is known of it. */
export interface Summarized {
  readonly name: string;
  readonly summary: Summary | undefined;
}

/** A service with what it served by route and sent by host. */
interface Group {
  readonly name: string;
  readonly summary: Summary;
  readonly rows: readonly RowSeen[];
}

const groupsOf = (services: readonly Summarized[]): Group[] =>
  services.flatMap(({ name, summary }) => (summary ? [{ name, summary, rows: [...summary.routes, ...summary.sent] }] : []));

const heightOfAll = (groups: readonly Group[]): number => groups.reduce((sum, { rows }) => sum + 1 + rows.length, 1);

/** How many rows it takes to show everything. */
export const heightOf = (services: readonly Summarized[]): number => heightOfAll(groupsOf(services));

/** The busiest ones of all. */
function busiest(groups: readonly Group[], most: number): ReadonlySet<RowSeen> {
  const rows = groups.flatMap((group) => group.rows).toSorted((a, b) => b.rate - a.rate);
  return new Set(rows.slice(0, Math.max(0, most)));
}

/** Groups with the busiest rows only, and how many more there are. */
function shorten(groups: readonly Group[], rows: number): readonly [groups: readonly Group[], more: number] {
  const lacking = heightOfAll(groups) - rows;
  if (lacking <= 0) return [groups, 0];
  const all = groups.flatMap((group) => group.rows).length;
  const kept = busiest(groups, all - lacking - 1);
  return [groups.map((group) => ({ ...group, rows: group.rows.filter((row) => kept.has(row)) })), all - kept.size];
}

const spanOf = (groups: readonly Group[]): number => Math.max(...groups.map(({ summary }) => summary.seconds));

/** Of each service a row for all that it served, one for each route and each host, as many as there is room for. */
export function tableOf(services: readonly Summarized[], running: number, { columns, rows: room }: Size): Line[] {
  const [groups, more] = shorten(groupsOf(services), room);
  if (groups.length === 0) return [];
  const { names, row, note } = columnsIn(columns);
  const air: Line[] = heightOfAll(groups) + groups.length - 1 <= room && more === 0 ? [[]] : [];
  const lines = groups.flatMap(({ name, summary: { all, requests }, rows }, i) => [
    ...(i > 0 ? air : []),
    row(name, all, bold, `  ${format.count(requests)} requests`),
    ...rows.map((each) => row(each.name, each, plain)),
  ]);
  const last = `the last ${Math.round(spanOf(groups))} s of ${format.clock(running)}`;
  return [names(last), ...lines, ...(more > 0 ? [note(`and ${more} more`)] : [])].slice(0, Math.max(0, room));
}
