import { points } from './points.ts';

/** Names of metrics, shortened, in which the rows of a table are written. */
const families: Readonly<Record<string, string>> = {
  gen_ai_client_inference_duration_seconds: 'call',
  gen_ai_client_operation_duration_seconds: 'call',
  gen_ai_client_inference_time_to_first_chunk_seconds: 'first chunk',
  gen_ai_client_inference_time_per_output_chunk_seconds: 'per token',
  gen_ai_client_inference_usage_input_tokens_total: 'input',
  gen_ai_client_inference_usage_output_tokens_total: 'output',
  gen_ai_client_inference_usage_cache_read_input_tokens_total: 'cache read',
  gen_ai_client_inference_usage_cache_write_input_tokens_total: 'cache write',
  gen_ai_client_inference_usage_reasoning_output_tokens_total: 'reasoning',
  gen_ai_execute_tool_duration_seconds: 'tool',
  gen_ai_invoke_agent_duration_seconds: 'run',
  autonomica_agent_runs_total: 'runs',
  autonomica_agent_run_active: 'active runs',
  autonomica_model_call_active: 'active calls',
  autonomica_tool_active: 'active tools',
};
const perRun: Readonly<Record<string, string>> = {
  autonomica_agent_run_steps: 'steps',
  gen_ai_invoke_agent_inference_calls: 'calls',
  gen_ai_invoke_agent_tool_calls: 'tool calls',
};

const order = ['operation_name', 'provider_name', 'request_model', 'response_model', 'tool_name', 'agent_type', 'agent_name', 'outcome'];

const labelled = (labels: Readonly<Record<string, string>>): string =>
  [
    ...order.flatMap((end) =>
      Object.entries(labels)
        .filter(([name]) => name.endsWith(end))
        .map(([, value]) => value),
    ),
    ...(labels['error_type'] === undefined ? [] : [`error ${labels['error_type']}`]),
  ].join(' ');

/** The sum of a histogram by its labels as they are written. */
function sums(text: string, name: string): [string, number][] {
  const lines = [...text.matchAll(new RegExp(`^${name}_sum\\{(.*)\\} (\\S+)$`, 'gm'))];
  return lines.map(([, written = '', value]) => [
    labelled(Object.fromEntries([...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', of = '']) => [key, of]))),
    Number(value),
  ]);
}

/** Everything that was recorded of models, tools and agents; of what is counted for each run how many there were and their sum. */
export function recorded(text: string): Readonly<Record<string, number>> {
  const rows = Object.entries(families).flatMap(([name, short]) =>
    points(text, name).map(({ labels, value }): [string, number] => [`${short}: ${labelled(labels)}`, value]),
  );
  const totals = Object.entries(perRun).flatMap(([name, short]) => [
    ...points(text, name).map(({ labels, value }): [string, number] => [`${short}: ${labelled(labels)}`, value]),
    ...sums(text, name).map(([row, value]): [string, number] => [`sum of ${short}: ${row}`, value]),
  ]);
  return Object.fromEntries([...rows, ...totals].filter(([, value]) => value !== 0));
}
