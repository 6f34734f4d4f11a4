import { type AgentMeters, type Asked, causeOf, failure, Inference, Open, providerOf, type Tokens, wordOf } from './inference.ts';

/** What we read of the events of `ai`: never a prompt, never an answer. */
export interface Told {
  readonly callId?: unknown;
  readonly embedCallId?: unknown;
  readonly operationId?: unknown;
  readonly functionId?: unknown;
  readonly aiVersion?: unknown;
  readonly provider?: unknown;
  readonly modelId?: unknown;
  readonly tools?: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly response?: { readonly modelId?: unknown };
  readonly usage?: Usage;
  readonly performance?: { readonly timeToFirstOutputMs?: unknown; readonly responseTimeMs?: unknown };
  readonly msToFirstChunk?: unknown;
  readonly toolCall?: { readonly toolName?: unknown; readonly toolCallId?: unknown };
  readonly toolOutput?: { readonly type?: unknown; readonly error?: unknown };
  readonly error?: unknown;
  readonly reason?: unknown;
}

interface Usage {
  readonly tokens?: unknown;
  readonly inputTokens?: unknown;
  readonly outputTokens?: unknown;
  readonly inputTokenDetails?: { readonly cacheReadTokens?: unknown; readonly cacheWriteTokens?: unknown };
  readonly outputTokenDetails?: { readonly reasoningTokens?: unknown };
}

const tokensOf = (usage: Usage | undefined): Tokens => ({
  input: usage?.inputTokens ?? usage?.tokens,
  output: usage?.outputTokens,
  cacheRead: usage?.inputTokenDetails?.cacheReadTokens,
  cacheWrite: usage?.inputTokenDetails?.cacheWriteTokens,
  reasoning: usage?.outputTokenDetails?.reasoningTokens,
});

const asked = (operation: Asked['operation'], { provider, modelId }: Told): Asked => ({
  operation,
  provider: providerOf(provider),
  model: wordOf(modelId),
});

/** `ai-sdk-agent/tool-loop` is what an agent of `ai` calls itself in the headers of its requests. */
const agentType = (headers: Told['headers']): string | undefined => /\bai-sdk-agent\/([\w-]+)/.exec(String(headers?.['user-agent']))?.[1];
const hasTools = (tools: unknown): boolean => typeof tools === 'object' && tools !== null && Object.keys(tools).length > 0;

/** An agent is what the library calls one, and whatever else lets a model use tools; the type tells them apart. */
export function typeOf({ headers, tools, operationId }: Told): string | undefined {
  return agentType(headers) ?? (hasTools(tools) ? String(operationId).replace(/^ai\./, '') : undefined);
}

type Ongoing = ReturnType<AgentMeters['tool']['start']>;

/** What one call of the application does, such as `generateText`: its calls of models and tools, and the run of an agent, if it is one. */
export class Operation {
  readonly #meters: AgentMeters;
  readonly #name: string | undefined;
  readonly #type: string | undefined;
  readonly #run: ReturnType<AgentMeters['run']['start']> | undefined;
  readonly #tools = new Open<Ongoing>();
  readonly #embeddings = new Open<Inference>();
  #call: Inference | undefined;
  #steps = 0;
  #calls = 0;
  #toolCalls = 0;

  constructor(meters: AgentMeters, told: Told) {
    this.#meters = meters;
    this.#type = typeOf(told);
    this.#name = this.#type === undefined ? undefined : wordOf(told.functionId);
    if (this.#type !== undefined) this.#run = meters.run.start({ name: this.#name, type: this.#type });
  }

  step(): void {
    this.#steps += 1;
  }

  /** What is asked again after a failure is one call, as it is where the library does not tell that it asks again. */
  asks(told: Told): void {
    if (this.#call !== undefined) return;
    this.#calls += 1;
    this.#call = new Inference(this.#meters, asked('chat', told));
  }

  answered({ modelId, response, usage, performance, msToFirstChunk }: Told): void {
    const firstMs = performance?.timeToFirstOutputMs ?? msToFirstChunk;
    if (typeof firstMs === 'number') this.#call?.first(firstMs);
    const ms = performance?.responseTimeMs;
    const answeredBy = wordOf(response?.modelId) ?? wordOf(modelId);
    this.#call?.end(answeredBy, tokensOf(usage), this.#name, typeof ms === 'number' ? ms : undefined);
    this.#call = undefined;
  }

  uses({ toolCall }: Told): void {
    this.#toolCalls += 1;
    const tool = wordOf(toolCall?.toolName) ?? 'unknown';
    this.#tools.add(toolCall?.toolCallId, this.#meters.tool.start({ tool, name: this.#name }));
  }

  used({ toolCall, toolOutput }: Told): void {
    const tool = this.#tools.take(toolCall?.toolCallId);
    if (toolOutput?.type === 'tool-error') tool?.fail(toolOutput.error);
    else tool?.end({ outcome: 'completed' });
  }

  embeds(told: Told): void {
    this.#embeddings.add(told.embedCallId, new Inference(this.#meters, asked('embeddings', told)));
  }

  embedded({ embedCallId, usage }: Told): void {
    this.#embeddings.take(embedCallId)?.end(undefined, tokensOf(usage));
  }

  end(): void {
    this.#close(failure('abandoned'));
    this.#run?.end({ outcome: 'completed' });
  }

  abort(reason: unknown): void {
    this.#close(reason instanceof Error ? reason : failure('aborted'));
    this.#run?.end({ outcome: 'cancelled' });
  }

  fail(error: unknown): void {
    const cause = causeOf(error);
    this.#close(cause);
    this.#run?.fail(cause);
  }

  #close(error: unknown): void {
    this.#call?.fail(error);
    for (const one of [...this.#tools.takeAll(), ...this.#embeddings.takeAll()]) one.fail(error);
    if (this.#run === undefined) return;
    const by = { name: this.#name, type: this.#type };
    this.#meters.steps.record(this.#steps, by);
    this.#meters.modelCalls.record(this.#calls, by);
    this.#meters.toolCalls.record(this.#toolCalls, by);
  }
}
