import type { Matches } from './snapshot.ts';
import type { Span } from './span.ts';

/** A queue, as its worker tells it. */
export interface QueueSeen {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** Seconds that the one has waited that has waited longest. */
  readonly oldest: number;
  /** Attempts in a second by how they ended; NaN where nobody works on it. Those that failed are not tried again. */
  readonly completed: number;
  readonly retried: number;
  readonly failed: number;
}

/** Agents and what they ask of models. */
export interface AgentsSeen {
  readonly active: number;
  /** Runs in a second, and the share of them that failed. */
  readonly rate: number;
  readonly failed: number;
  /** In a second, input and output. */
  readonly tokens: number;
  /** Dollars in an hour, and calls in a second that nobody knows the price of. */
  readonly cost: number;
  readonly unpriced: number;
}

const size = 'autonomica_queue_size';
const tasks = 'autonomica_tasks_total';
const runs = 'autonomica_agent_runs_total';
const used = 'gen_ai_client_inference_usage';
const destination = 'messaging_destination_name';
const anHour = 3600;

function queueIn(span: Span, name: string): QueueSeen {
  const ours: Matches = (labels) => labels[destination] === name;
  const inState = (state: string): number => span.to.sum(size, (labels) => ours(labels) && labels['autonomica_task_state'] === state);
  const isWorkedOn = span.to.series(tasks).some(({ labels }) => ours(labels));
  const ended = (outcome: string): number =>
    span.rate(tasks, (labels) => ours(labels) && labels['autonomica_task_outcome'] === outcome) || (isWorkedOn ? 0 : Number.NaN);
  return {
    name,
    waiting: inState('waiting'),
    active: inState('active'),
    delayed: inState('delayed'),
    oldest: span.to.sum('autonomica_queue_oldest_task_age_seconds', ours),
    completed: ended('completed'),
    retried: ended('retried'),
    failed: ended('failed'),
  };
}

/** Those that nobody works on come last. */
const placeOf = ({ name, completed }: QueueSeen): string => `${Number.isNaN(completed) ? '~' : ''}${name}`;
const byPlace = (a: QueueSeen, b: QueueSeen): number => (placeOf(a) < placeOf(b) ? -1 : 1);

/** Queues by name; none where nothing works on one. */
export function queuesIn(span: Span): QueueSeen[] {
  const names = new Set(span.to.series(size).map(({ labels }) => labels[destination] ?? ''));
  return [...names].map((name) => queueIn(span, name)).toSorted(byPlace);
}

/** Undefined where there are no agents. */
export function agentsIn(span: Span): AgentsSeen | undefined {
  const active = span.to.sum('autonomica_agent_run_active');
  if (Number.isNaN(active)) return undefined;
  const rate = span.rate(runs);
  const failed = span.rate(runs, (labels) => labels['autonomica_agent_run_outcome'] === 'failed') || 0;
  return {
    active,
    rate,
    failed: failed / rate,
    tokens: span.rate(`${used}_input_tokens_total`) + span.rate(`${used}_output_tokens_total`),
    cost: span.rate('autonomica_gen_ai_cost_total') * anHour,
    unpriced: span.rate('autonomica_gen_ai_unpriced_total') || 0,
  };
}
