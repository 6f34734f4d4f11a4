import assert from 'node:assert/strict';
import { eventually } from './eventually.ts';
import { type Point, points } from './points.ts';
import type { Service } from './service.ts';

const sorted = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** The same for each of these. */
export const each = <T>(names: readonly string[], value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(names.map((name) => [name, value]));

const usage = (name: string): string => `gen_ai_client_inference_usage_${name}_tokens_total`;
const kinds = ['input', 'output', 'cache_read_input', 'cache_write_input', 'reasoning_output'] as const;
const modelOf = ({ labels }: Point): string => labels['gen_ai_request_model'] ?? '-';

/** Everything that a scrape says of calls of models. */
export interface Seen {
  /** Calls by provider, operation, model asked and model that answered, and error. */
  readonly calls: Readonly<Record<string, number>>;
  /** Tokens by model: input, output, read from the cache, written to it, reasoning. */
  readonly tokens: Readonly<Record<string, readonly number[]>>;
  /** How often the first of a stream came, and the time by token was known, by model. */
  readonly first: Readonly<Record<string, number>>;
  readonly perToken: Readonly<Record<string, number>>;
  readonly active: number;
}

function callsIn(text: string): Seen['calls'] {
  const all = ['gen_ai_client_inference_duration_seconds', 'gen_ai_client_operation_duration_seconds'].flatMap((name) =>
    points(text, name),
  );
  return sorted(
    all.map(({ labels, value }) => {
      const { gen_ai_provider_name: provider, gen_ai_operation_name: operation, error_type: error } = labels;
      const { gen_ai_request_model: asked, gen_ai_response_model: answered = '-' } = labels;
      return [[provider, operation, asked, answered, ...(error === undefined ? [] : [error])].join(' '), value];
    }),
  );
}

function tokensIn(text: string): Seen['tokens'] {
  const told = new Map<string, number[]>();
  for (const [i, kind] of kinds.entries())
    for (const point of points(text, usage(kind))) {
      const model = modelOf(point);
      const counts = told.get(model) ?? kinds.map(() => 0);
      told.set(model, counts.with(i, point.value));
    }
  return sorted([...told]);
}

const counted = (text: string, name: string): Readonly<Record<string, number>> =>
  sorted(points(text, name).map((point) => [modelOf(point), point.value]));

const seenIn = (text: string): Seen => ({
  calls: callsIn(text),
  tokens: tokensIn(text),
  first: counted(text, 'gen_ai_client_inference_time_to_first_chunk_seconds'),
  perToken: counted(text, 'gen_ai_client_inference_time_per_output_chunk_seconds'),
  active: [...points(text, 'autonomica_model_call_active'), ...points(text, 'autonomica_embedding_active')].reduce(
    (sum, { value }) => sum + value,
    0,
  ),
});

/** What the application saw of its calls, once it has made all of them. */
export const saw = (service: Service): Promise<string> =>
  eventually(() => {
    const [line] = /^saw .*$/m.exec(service.stdout) ?? [];
    assert.ok(line, service.stderr);
    return line;
  }, 40_000);

/** Waits until a service has told these numbers and none else, without a prompt, an answer or a message in them. */
export async function tells(service: Service, expected: Omit<Seen, 'active'>): Promise<string> {
  return eventually(async () => {
    const text = await service.scrape();
    const seen = seenIn(text);
    assert.deepEqual(seen, {
      calls: sorted(Object.entries(expected.calls)),
      tokens: sorted(Object.entries(expected.tokens)),
      first: sorted(Object.entries(expected.first)),
      perToken: sorted(Object.entries(expected.perToken)),
      active: 0,
    });
    assert.doesNotMatch(text, /secret|Malmö|Hello|forest|req_7|msg_|chatcmpl|autonomica_hook_failures_total\{/);
    return text;
  });
}

/** The sum of a histogram for a model. */
export function sumOf(text: string, name: string, model: string): number {
  const [, sum] = new RegExp(`^${name}_sum\\{[^}]*gen_ai_request_model="${model}"[^}]*\\} (\\S+)$`, 'm').exec(text) ?? [];
  return Number(sum);
}

/** What is told of a streamed model in seconds: its first chunk came, then the last of its tokens, then it was over. */
export function inOrder(text: string, model: string, tokens: number): void {
  const duration = sumOf(text, 'gen_ai_client_inference_duration_seconds', model);
  const first = sumOf(text, 'gen_ai_client_inference_time_to_first_chunk_seconds', model);
  const rest = sumOf(text, 'gen_ai_client_inference_time_per_output_chunk_seconds', model) * (tokens - 1);
  assert.ok(first > 0 && first < duration, `${first} ${duration}`);
  // five events come 2 ms apart, and of the end the time by token is taken last
  assert.ok(rest >= 0.006 && first + rest >= duration - 1e-9, `${first} ${rest} ${duration}`);
}
