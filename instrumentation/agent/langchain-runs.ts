import { type AgentMeters, causeOf, Inference, Open, providerOf, type Tokens, wordOf } from './inference.ts';

type Metadata = Readonly<Record<string, unknown>> | undefined;

/** A run of an agent that is going on, with what it has done. */
class AgentRun {
  readonly name: string | undefined;
  readonly #meters: AgentMeters;
  readonly #run: ReturnType<AgentMeters['run']['start']>;
  steps = 0;
  tools = 0;

  constructor(meters: AgentMeters, name: string | undefined) {
    this.name = name;
    this.#meters = meters;
    this.#run = meters.run.start({ name, type });
  }

  end(): void {
    this.#tell();
    this.#run.end({ outcome: 'completed' });
  }

  fail(error: unknown): void {
    this.#tell();
    if (error instanceof Error && error.name === aborted) this.#run.end({ outcome: 'cancelled' });
    else this.#run.fail(error);
  }

  #tell(): void {
    const by = { name: this.name, type };
    this.#meters.steps.record(this.steps, by);
    this.#meters.modelCalls.record(this.steps, by);
    this.#meters.toolCalls.record(this.tools, by);
  }
}

const type = 'langchain';
const aborted = 'AbortError';

/** What something failed of. LangChain and LangGraph name what was aborted in the name of the error or, of some, in its message. */
function whyOf(error: unknown): unknown {
  const isAbort = error instanceof Error && (error.name === aborted || /^Abort(ed|Error)?$/.test(error.message));
  return isAbort ? Object.assign(new Error(aborted), { name: aborted }) : causeOf(error);
}

/** Whatever runs below an agent: which agent that is, and what is to be ended with it. */
interface Below {
  readonly agent: AgentRun | undefined;
  readonly own?: AgentRun;
  readonly call?: Inference;
  readonly tool?: ReturnType<AgentMeters['tool']['start']>;
  fail(error: unknown): void;
}

interface Message {
  readonly usage_metadata?: {
    readonly input_tokens?: unknown;
    readonly output_tokens?: unknown;
    readonly input_token_details?: { readonly cache_read?: unknown; readonly cache_creation?: unknown };
    readonly output_token_details?: { readonly reasoning?: unknown };
  };
  readonly response_metadata?: { readonly model_name?: unknown; readonly model?: unknown };
}
export interface Answer {
  readonly generations?: readonly (readonly { readonly message?: Message }[])[];
}

const tokensOf = (usage: Message['usage_metadata']): Tokens => ({
  input: usage?.input_tokens,
  output: usage?.output_tokens,
  cacheRead: usage?.input_token_details?.cache_read,
  cacheWrite: usage?.input_token_details?.cache_creation,
  reasoning: usage?.output_token_details?.reasoning,
});

/** What LangChain runs, by its ids, which stay here. */
export class Runs {
  readonly #meters: AgentMeters;
  readonly #open = new Open<Below>();

  constructor(meters: AgentMeters) {
    this.#meters = meters;
  }

  #agentOf(parent: unknown): AgentRun | undefined {
    return parent === undefined ? undefined : this.#open.get(parent)?.agent;
  }

  /** A chain is an agent if LangChain says that `createAgent` made it; other chains are remembered only below one. */
  chain(id: unknown, parent: unknown, metadata: Metadata): void {
    const above = this.#agentOf(parent);
    const name = wordOf(metadata?.['lc_agent_name']);
    const isAgent = metadata?.['ls_integration'] === 'langchain_create_agent' && (above === undefined || above.name !== name);
    const own = isAgent ? new AgentRun(this.#meters, name) : undefined;
    const agent = own ?? above;
    if (agent) this.#open.add(id, { agent, ...(own && { own }), fail: (error) => own?.fail(error) });
  }

  asks(operation: 'chat' | 'text_completion', id: unknown, parent: unknown, metadata: Metadata): void {
    const agent = this.#agentOf(parent);
    if (agent) agent.steps += 1;
    const [provider, model] = [providerOf(metadata?.['ls_provider']), wordOf(metadata?.['ls_model_name'])];
    const call = new Inference(this.#meters, { operation, provider, model });
    this.#open.add(id, { agent, call, fail: (error) => call.fail(error) });
  }

  token(id: unknown): void {
    this.#open.get(id)?.call?.first();
  }

  answered(answer: Answer, id: unknown): void {
    const there = this.#open.take(id);
    const message = answer.generations?.[0]?.[0]?.message;
    const { model_name: name, model } = message?.response_metadata ?? {};
    there?.call?.end(wordOf(name) ?? wordOf(model), tokensOf(message?.usage_metadata), there.agent?.name);
  }

  uses(name: unknown, id: unknown, parent: unknown): void {
    const agent = this.#agentOf(parent);
    if (agent) agent.tools += 1;
    const tool = this.#meters.tool.start({ tool: wordOf(name) ?? 'unknown', name: agent?.name });
    this.#open.add(id, { agent, tool, fail: (error) => tool.fail(error) });
  }

  ended(id: unknown): void {
    const there = this.#open.take(id);
    there?.tool?.end({ outcome: 'completed' });
    there?.own?.end();
  }

  failed(error: unknown, id: unknown): void {
    this.#open.take(id)?.fail(whyOf(error));
  }
}
