import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../e2e/client.ts';

/** How long a client thinks about an answer. */
const thinksMs = 100;

/** Clients of an API, who ask again when they have thought about the answer. */
export class Clients {
  readonly #stop = new AbortController();
  readonly #running: Promise<unknown>;

  /** @param many of each URL */
  constructor(urls: readonly string[], many: number) {
    this.#running = Promise.all(urls.flatMap((url) => Array.from({ length: many }, () => this.#run(url))));
  }

  async #run(url: string): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await ask(url);
      await pause(thinksMs * (0.5 + Math.random()));
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
