import type { Accesses } from './access.ts';
import { Failure } from './failure.ts';
import { seconds } from './finding.ts';
import { failureOf, isTimeout } from './reason.ts';
import { type Answer, type Asking, once } from './request.ts';
import { rest } from './rest.ts';

/** Asks, again where it may help. @throws Failure if there is no answer */
export type Ask = (url: string, asking?: Asking) => Promise<Answer>;

export interface Patience {
  /** Of one try. */
  readonly tryMs: number;
  /** The pauses between tries; so many, and one more, there are. */
  readonly pausesMs: readonly number[];
}
/** Doubled, and never more than a second. */
export const usual: Patience = { tryMs: 5_000, pausesMs: [100, 200, 400, 800, 1_000] };

const again = [429, 502, 503, 504];

/** What no try may outlive. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** How much time there is, or was. */
  readonly ms: number;
  /** When it ends, as `performance.now` has it. */
  readonly until: number;
}

const late = (url: string, { ms }: Pick<Deadline, 'ms'>): Failure =>
  new Failure(url, `nothing came before the deadline of ${seconds(ms / 1_000)}`, 'give more time by --timeout, or see what hangs');

/** How servers are asked until a deadline. */
export function asker(accesses: Accesses, deadline: Deadline, { tryMs, pausesMs }: Patience = usual): Ask {
  return async (url, asking = {}) => {
    for (let tried = 0; ; tried++) {
      const pauseMs = pausesMs[tried];
      try {
        const signal = AbortSignal.any([deadline.signal, AbortSignal.timeout(tryMs)]);
        const answer = await once(url, asking, { accesses, signal });
        if (pauseMs === undefined || !again.includes(answer.status)) return answer;
      } catch (error) {
        if (error instanceof Failure) throw error;
        if (deadline.signal.aborted) throw late(url, deadline);
        if (pauseMs === undefined || isTimeout(error as Error)) throw failureOf(url, error as Error, tryMs);
      }
      // once the deadline has passed, the next try says so
      await rest(pauseMs, deadline.signal);
    }
  };
}
