/** What was answered, or why nothing was. */
export type Answer<T> = { readonly value: T } | { readonly why: string };

interface Asked {
  underway: boolean;
  /** Failures in a row. */
  failures: number;
  /** How many askings are left out before the next. */
  skips: number;
  why: string;
}

const usualDeadlineMs = 2000;
/** At most every fourth asking is one, however long nobody answers. */
const mostSkipped = 3;

/**
 * Asks what is outside of this process and may not answer: within a deadline, never while the last asking is under way, and more seldom the
 * longer nothing answers. It never rejects and keeps no process alive.
 */
export class Answers<T> {
  readonly #asked = new Map<string, Asked>();
  readonly #deadlineMs: number;

  constructor(deadlineMs = usualDeadlineMs) {
    this.#deadlineMs = deadlineMs;
  }

  async ask(whom: string, work: () => Promise<T>): Promise<Answer<T>> {
    const state = this.#stateOf(whom);
    if (state.underway) return failed(state, 'it has not answered yet');
    if (state.skips > 0) {
      state.skips -= 1;
      return { why: state.why };
    }
    return this.#ask(state, work);
  }

  /** Forgets whom nobody asks any more. */
  keep(asked: ReadonlySet<string>): void {
    for (const [whom, { underway }] of this.#asked) if (!underway && !asked.has(whom)) this.#asked.delete(whom);
  }

  async #ask(state: Asked, work: () => Promise<T>): Promise<Answer<T>> {
    state.underway = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer<T>>((resolve) => {
      timer = setTimeout(() => resolve({ why: `no answer within ${this.#deadlineMs} ms` }), this.#deadlineMs).unref();
    });
    const answer = await Promise.race([settled(state, work), late]);
    clearTimeout(timer);
    if ('why' in answer) return failed(state, answer.why);
    state.failures = 0;
    return answer;
  }

  #stateOf(whom: string): Asked {
    const there = this.#asked.get(whom);
    if (there) return there;
    const made = { underway: false, failures: 0, skips: 0, why: '' };
    this.#asked.set(whom, made);
    return made;
  }
}

function failed(state: Asked, why: string): { readonly why: string } {
  state.failures += 1;
  state.skips = Math.min(2 ** (state.failures - 1) - 1, mostSkipped);
  state.why = why;
  return { why };
}

async function settled<T>(state: Asked, work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  } finally {
    state.underway = false;
  }
}
