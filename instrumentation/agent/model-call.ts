import type { Context } from '../../src/instrumentation.ts';
import { forgotten } from './forgotten.ts';
import { type Counts, kinds, type Read } from './told.ts';

export type Operation = 'chat' | 'text_completion' | 'embeddings';

/** What is known of a call before it is answered. */
export interface Called {
  readonly operation: Operation;
  readonly provider: string;
  readonly model: string | undefined;
}

/** A call that the application made, whatever the library tries again on its behalf; it ends once. */
export class ModelCall {
  readonly #agent: Context['meters']['agent'];
  readonly #called: Called;
  readonly #read: Read;
  readonly #going: ReturnType<Context['meters']['agent']['call']['start']>;
  readonly #began = performance.now();
  readonly #counts: Counts = {};
  #firstAt: number | undefined;
  #response: string | undefined;
  #error: string | undefined;
  #isOver = false;
  /** Whether the last of the answer has been heard, so that nobody who leaves now aborts it. */
  isWhole = false;

  constructor(agent: Context['meters']['agent'], called: Called, read: Read) {
    this.#agent = agent;
    this.#called = called;
    this.#read = read;
    const { operation, ...others } = called;
    this.#going = operation === 'embeddings' ? agent.embedding.start({ operation, ...others }) : agent.call.start({ operation, ...others });
  }

  /** Takes the model and the numbers of an answer, or of a part of it, and nothing else; later numbers stand for earlier ones. */
  hear(answer: unknown): void {
    const { model, counts, isLast, error } = this.#read(answer);
    this.#response = model ?? this.#response;
    this.#error = error ?? this.#error;
    this.isWhole ||= isLast;
    for (const kind of kinds) if (counts[kind] !== undefined) this.#counts[kind] = counts[kind];
  }

  /** The first of a streamed answer is there. */
  first(): void {
    const { operation, ...others } = this.#called;
    if (this.#firstAt !== undefined || operation === 'embeddings') return;
    this.#firstAt = performance.now();
    this.#agent.firstChunk.record((this.#firstAt - this.#began) / 1000, { operation, ...others });
  }

  /** Ends it, failed if the answer said so or the given error does. */
  end(error = this.#error): void {
    if (!this.#leave()) return;
    this.#going.end({ outcome: error === undefined ? 'completed' : 'failed', response: this.#response, error });
    this.#recordTokens();
  }

  /** Ends it by what was thrown: the status of the answer, else what the library calls it, else its class. */
  fail(error: unknown): void {
    const { status, type, code } = (error ?? {}) as { readonly status?: unknown; readonly type?: unknown; readonly code?: unknown };
    if (typeof status === 'number') return this.end(String(status));
    if (typeof code !== 'string' && typeof type === 'string' && /^[\w.-]{1,60}$/.test(type)) return this.end(type);
    if (!this.#leave()) return;
    this.#going.fail(error);
    this.#recordTokens();
  }

  /** What was to be read is no longer waited for: as long as it is, the young of the heap that it holds grow old. */
  #leave(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    forgotten.unregister(this);
    return true;
  }

  #recordTokens(): void {
    const { operation, provider, model } = this.#called;
    const used = this.#counts;
    if (kinds.some((kind) => (used[kind] ?? 0) > 0)) this.#agent.usage.record({ provider, model, response: this.#response, ...used });
    const { output = 0 } = this.#counts;
    if (this.#firstAt === undefined || operation === 'embeddings' || output < 2 || !this.isWhole) return;
    this.#agent.perToken.record((performance.now() - this.#firstAt) / 1000 / (output - 1), { operation, provider, model });
  }
}
