import type { Context } from '../../src/instrumentation.ts';

export type AgentMeters = Context['meters']['agent'];
type Call = ReturnType<AgentMeters['call']['start'] | AgentMeters['embedding']['start']>;

/** What is known of a call of a model when it starts. */
export interface Asked {
  readonly operation: 'chat' | 'text_completion' | 'embeddings';
  readonly provider: string;
  readonly model: string | undefined;
}

/** Tokens of a call; what a library does not tell is not recorded. */
export interface Tokens {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly cacheRead?: unknown;
  readonly cacheWrite?: unknown;
  readonly reasoning?: unknown;
}

const kinds = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;
const isCount = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY;

/** A text that may be a label; whatever else a library hands over is none. */
export const wordOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A call of a model that is going on. */
export class Inference {
  readonly #asked: Asked;
  readonly #meters: AgentMeters;
  readonly #call: Call;
  readonly #began = performance.now();
  #firstMs: number | undefined;

  constructor(meters: AgentMeters, asked: Asked) {
    this.#asked = asked;
    this.#meters = meters;
    const { operation, ...of } = asked;
    this.#call = operation === 'embeddings' ? meters.embedding.start({ operation, ...of }) : meters.call.start({ operation, ...of });
  }

  /** The first of a streamed answer has come, now or after so many milliseconds. */
  first(ms: number = performance.now() - this.#began): void {
    const { operation, ...of } = this.#asked;
    if (this.#firstMs !== undefined || operation === 'embeddings') return;
    this.#firstMs = ms;
    this.#meters.firstChunk.record(ms / 1000, { operation, ...of });
  }

  end(response: string | undefined, tokens: Tokens, name?: string, totalMs: number = performance.now() - this.#began): void {
    this.#call.end({ outcome: 'completed', response });
    const { operation, provider, model } = this.#asked;
    const used = Object.fromEntries(kinds.filter((kind) => isCount(tokens[kind])).map((kind) => [kind, tokens[kind] as number]));
    if (Object.keys(used).length > 0) this.#meters.usage.record({ provider, model, response, name, ...used });
    if (this.#firstMs !== undefined && operation !== 'embeddings' && isCount(tokens.output) && tokens.output > 1)
      this.#meters.perToken.record((totalMs - this.#firstMs) / 1000 / (tokens.output - 1), { operation, provider, model });
  }

  fail(error: unknown): void {
    this.#call.fail(error);
  }
}

/** Well-known names of providers, by what libraries call them: https://github.com/open-telemetry/semantic-conventions-genai */
const wellKnown: Readonly<Record<string, string>> = {
  'amazon-bedrock': 'aws.bedrock',
  amazon_bedrock: 'aws.bedrock',
  azure: 'azure.ai.openai',
  google: 'gcp.gemini',
  google_genai: 'gcp.gemini',
  google_vertexai: 'gcp.vertex_ai',
  mistral: 'mistral_ai',
  mistralai: 'mistral_ai',
  xai: 'x_ai',
};

/** `openai.responses` is of openai: what follows the dot is which of its interfaces. */
export function providerOf(told: unknown): string {
  const text = wordOf(told) ?? 'unknown';
  if (text.startsWith('google.vertex')) return 'gcp.vertex_ai';
  const [name = text] = text.split('.');
  return wellKnown[name] ?? name;
}

/** An error whose type is this. */
export const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** What a call failed of: the status that was answered, if that is known, whatever it was wrapped in. */
export function causeOf(error: unknown): unknown {
  const { lastError, statusCode, status } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  if (lastError !== undefined) return causeOf(lastError);
  const code = statusCode ?? status;
  return typeof code === 'number' && code >= 400 && code < 600 ? failure(String(code)) : error;
}

const mostOpen = 10_000;
const longestMs = 3_600_000;

/** What is open by the library's id; what a library never ends is given up, as `abandoned`. */
export class Open<T extends { fail(error: unknown): void }> {
  readonly #all = new Map<string, { readonly one: T; readonly began: number }>();

  get(id: unknown): T | undefined {
    return this.#all.get(String(id))?.one;
  }

  add(id: unknown, one: T): void {
    const now = performance.now();
    this.take(id)?.fail(failure('abandoned'));
    for (const [oldest, { began }] of this.#all) {
      if (this.#all.size < mostOpen && now - began < longestMs) break;
      this.take(oldest)?.fail(failure('abandoned'));
    }
    this.#all.set(String(id), { one, began: now });
  }

  take(id: unknown): T | undefined {
    const found = this.get(id);
    this.#all.delete(String(id));
    return found;
  }

  *takeAll(): Generator<T> {
    for (const id of this.#all.keys()) {
      const one = this.take(id);
      if (one) yield one;
    }
  }
}
