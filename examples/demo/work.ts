import * as format from './format.ts';
import { fact, flow, type Size } from './grid.ts';
import type { Line } from './line.ts';
import { type Column, listing } from './listing.ts';
import type { Summary } from './summary.ts';
import type { AgentsSeen, QueueSeen } from './work-seen.ts';

/** What it holds, then what becomes of it: attempts in a second by how they ended. */
const columns: readonly Column<QueueSeen>[] = [
  { name: 'waiting', width: 9, spare: 0, cell: ({ waiting }) => format.count(waiting) },
  { name: 'active', width: 9, spare: 0, cell: ({ active }) => format.count(active) },
  { name: 'delayed', width: 9, spare: 0, cell: ({ delayed }) => format.count(delayed) },
  { name: 'oldest', width: 9, spare: 0, cell: ({ oldest }) => format.seconds(oldest) },
  { name: 'completed', width: 11, spare: 0, cell: ({ completed }) => format.perSecond(completed) },
  { name: 'retried', width: 9, spare: 0, cell: ({ retried }) => format.perSecond(retried) },
  { name: 'failed', width: 9, spare: 0, cell: ({ failed }) => format.perSecond(failed) },
];

export const queueFacts = (queue: QueueSeen): Line[] => columns.map(({ name, cell }) => fact(name, cell(queue)));

/** What matters first comes first: what is last is cut where there is no room. */
export const agentFacts = ({ active, rate, failed, tokens, cost, unpriced }: AgentsSeen): Line[] => [
  fact('active', format.count(active)),
  fact('cost', format.dollarsPerHour(cost)),
  ...(unpriced > 0 ? [fact('unpriced', format.perSecond(unpriced))] : []),
  fact('tokens', `${format.count(tokens)}/s`),
  fact('runs', format.perSecond(rate)),
  fact('failed', format.percent(failed)),
];

/** A row for each queue, and the agents in a line, with as much of it as there is room for. */
export function workLines(summaries: readonly (Summary | undefined)[], size: Size): Line[] {
  const known = summaries.flatMap((summary) => (summary ? [summary] : []));
  const queues = known.flatMap((summary) => summary.queues);
  const agents = known.flatMap((summary) => summary.agents ?? []);
  const rows = queues.length === 0 ? [] : listing({ label: 'queue', nameWidth: 14, columns }, queues, size.columns);
  return [...rows, ...agents.flatMap((each) => flow('agents', agentFacts(each), size).slice(0, 1))];
}
