import { nextTurn } from './turn.ts';

/** How long work holds the event loop, in milliseconds: a garbage collection, which takes some more, may come on top. */
const sliceMs = 1;

/** A piece of work that is larger than the event loop may be held for: it looks at `over` now and then, and awaits `next()` when it is. */
export class Slice {
  #began = performance.now();

  get over(): boolean {
    return performance.now() - this.#began >= sliceMs;
  }

  /** Everyone else's turn. */
  async next(): Promise<void> {
    await nextTurn();
    this.#began = performance.now();
  }
}
