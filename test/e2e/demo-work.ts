import assert from 'node:assert/strict';
import type { Matches, Snapshot } from '../../examples/demo/snapshot.ts';

type Labels = Readonly<Record<string, string>>;

const having =
  (wanted: Labels): Matches =>
  (labels) =>
    Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** How much a histogram counted. */
const countOf = (snapshot: Snapshot, name: string, wanted: Labels = {}): number =>
  snapshot
    .series(name)
    .filter(({ labels }) => having(wanted)(labels))
    .flatMap(({ numbers }) => numbers.slice(1))
    .reduce((sum, count) => sum + count, 0);

function assertBetween(what: string, value: number, least: number, most: number): void {
  assert.ok(value >= least && value <= most, `${what}: ${value} is not from ${least} to ${most}`);
}

/** What can not be, such as a wait of less than nothing, is not recorded, and counted. */
const assertNoneRefused = (seen: Snapshot): void => assert.equal(seen.sum('autonomica_recordings_refused_total') || 0, 0);

const many = 100_000;
export type System = 'bullmq' | 'in_process';

function assertQueued(seen: Snapshot, runs: Labels, deadLetters: Labels): void {
  const inState = (state: string): number => seen.sum('autonomica_queue_size', having({ ...runs, autonomica_task_state: state }));
  assert.equal(seen.sum('autonomica_worker_slot_limit', having(runs)), 12);
  assertBetween('slots', seen.sum('autonomica_worker_slot_usage', having(runs)), 1, 12);
  assertBetween('active', inState('active'), 1, 12);
  assertBetween('waiting', inState('waiting'), 0, 500);
  assertBetween('delayed', inState('delayed'), 1, 500);
  assertBetween('oldest', seen.sum('autonomica_queue_oldest_task_age_seconds', having(runs)), 0, 60);
  assertBetween('dead letters', seen.sum('autonomica_queue_size', having({ ...deadLetters, autonomica_task_state: 'waiting' })), 1, 500);
}

/** What the worker of the demo does, in numbers that can be; it is the same whatever has its queues. */
export function assertWorks(seen: Snapshot, messaging_system: System): void {
  const of = (name: string): Labels => ({ messaging_system, messaging_destination_name: name });
  const [runs, mail] = [of('runs'), of('mail')];
  const tasks = (which: Labels): number => seen.sum('autonomica_tasks_total', having(which));
  assertNoneRefused(seen);
  assertQueued(seen, runs, of('dead-letters'));
  assertBetween('runs', tasks({ ...runs, autonomica_task_outcome: 'completed' }), 1, many);
  assertBetween('retries', tasks({ ...mail, autonomica_task_outcome: 'retried' }), 1, tasks(mail));
  assertBetween('failures', tasks({ ...mail, autonomica_task_outcome: 'failed' }), 1, tasks(mail) / 2);
  for (const metric of ['autonomica_task_wait_duration_seconds', 'messaging_process_duration_seconds'])
    assertBetween(metric, countOf(seen, metric, runs), 1, many);
  for (const metric of ['autonomica_task_latency_seconds', 'autonomica_task_attempts'])
    assertBetween(metric, countOf(seen, metric, mail), 1, many);
  assertBetween('scheduled', countOf(seen, 'autonomica_schedule_lag_seconds', of('reports')), 1, 100);
}

/** Dollars for a million tokens, as the demo has them for input, input from a cache, and output. */
const prices = { small: [0.15, 0.075, 0.6], large: [2.5, 1.25, 10] } as const;

/** A scrape takes a moment, in which more may be used. */
function assertPriced(seen: Snapshot, model: keyof typeof prices): void {
  const which = having({ gen_ai_request_model: model });
  const used = (what: string): number => seen.sum(`gen_ai_client_inference_usage_${what}_tokens_total`, which);
  const [input, cached, output] = prices[model];
  const read = used('cache_read_input');
  const cost = ((used('input') - read) * input + read * cached + used('output') * output) / 1_000_000;
  assertBetween(`cost of ${model}`, seen.sum('autonomica_gen_ai_cost_total', which), 0.95 * cost, 1.05 * cost);
}

/** What the agents of the demo do, in numbers that can be. */
export function assertThinks(seen: Snapshot): void {
  const ended = countOf(seen, 'gen_ai_invoke_agent_duration_seconds', { autonomica_agent_run_outcome: 'completed' });
  const calls = countOf(seen, 'gen_ai_client_inference_duration_seconds', { gen_ai_operation_name: 'chat' });
  const tools = 'gen_ai_execute_tool_duration_seconds';
  assertNoneRefused(seen);
  assertBetween('active', seen.sum('autonomica_agent_run_active'), 1, 100);
  assertBetween('runs', ended, 10, many);
  assertBetween('runs by outcome', seen.sum('autonomica_agent_runs_total'), ended, many);
  assertBetween('calls', calls, ended, 9 * (ended + 100));
  for (const tool of ['search', 'query', 'browse']) assertBetween(tool, countOf(seen, tools, { gen_ai_tool_name: tool }), 1, calls);
  assertBetween('failed tools', countOf(seen, tools, { error_type: 'ToolError' }), 1, calls / 2);
  for (const metric of ['time_to_first_chunk', 'time_per_output_chunk'])
    assertBetween(metric, countOf(seen, `gen_ai_client_inference_${metric}_seconds`), 1, calls + 100);
  for (const metric of ['autonomica_agent_run_steps', 'gen_ai_invoke_agent_inference_calls', 'gen_ai_invoke_agent_tool_calls'])
    assertBetween(metric, countOf(seen, metric), ended, 2 * (ended + 100));
  assertPriced(seen, 'small');
  assertPriced(seen, 'large');
}
