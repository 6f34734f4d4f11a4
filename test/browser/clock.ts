import type { Clock } from '../../src/browser/queue.ts';

/** A time that passes when the test says so. */
export class TestClock implements Clock {
  #now = 0;
  readonly #due = new Map<() => void, number>();

  readonly now = (): number => this.#now;

  readonly later = (work: () => void, ms: number): (() => void) => {
    const once = (): void => work();
    this.#due.set(once, this.#now + ms);
    return () => this.#due.delete(once);
  };

  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = [...this.#due].toSorted(([, a], [, b]) => a - b);
      if (next === undefined || next[1] > until) break;
      const [work, at] = next;
      this.#now = at;
      this.#due.delete(work);
      work();
    }
    this.#now = until;
  }
}
