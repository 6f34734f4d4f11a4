import { readFileSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileSystem } from './file-system.ts';
import { log } from './log.ts';
import { parsePrices, Prices } from './meters/prices.ts';
import { setPrices } from './meters/usage.ts';

const unreadable = new Prices({});

const largest = 2 ** 20;

/** When a file was changed; anything else, such as a pipe, could be read for ever. */
function changedOf(file: Stats): number {
  if (!file.isFile() || file.size > largest) throw new Error(`it is not a file of at most ${largest} bytes`);
  return file.mtimeMs;
}

/** The operator's price table: read at start, and again in the background when its file has changed. */
export class PriceFile {
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;
  #changed: number | undefined;
  #problem: string | undefined;
  #isReading = false;

  constructor(path: string, intervalMs: number) {
    this.#path = resolve(path);
    this.#attempt(() => {
      this.#changed = changedOf(statSync(this.#path));
      return readFileSync(this.#path, 'utf8');
    });
    this.#timer = setInterval(() => void this.refresh(), intervalMs).unref();
  }

  /** Reads it again if it has changed. */
  async refresh(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      const changed = changedOf(await fileSystem.stat(this.#path));
      if (changed !== this.#changed) {
        const text = await fileSystem.readFile(this.#path, 'utf8');
        this.#changed = changed;
        this.#attempt(() => text);
      }
    } catch (error) {
      this.#changed = undefined;
      this.#lost(error);
    } finally {
      this.#isReading = false;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    setPrices(undefined);
  }

  #attempt(read: () => string): void {
    try {
      setPrices(parsePrices(read()));
      if (this.#problem !== undefined) log.info(`the prices of ${this.#path} are used`);
      this.#problem = undefined;
    } catch (error) {
      this.#lost(error);
    }
  }

  /** While the table can not be used, nothing is priced: what was right yesterday may be wrong today. */
  #lost(error: unknown): void {
    setPrices(unreadable);
    const problem = error instanceof Error ? error.message : String(error);
    if (problem !== this.#problem) log.warn(`the prices of ${this.#path} can not be used, calls of models count as unpriced: ${problem}`);
    this.#problem = problem;
  }
}
