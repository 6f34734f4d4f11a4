/** How long work holds the event loop, in milliseconds: a garbage collection, which takes some more, may come on top. */
const sliceMs = 1;

/** Everyone else's turn: what has come over connections meanwhile is served first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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
