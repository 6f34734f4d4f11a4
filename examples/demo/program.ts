import { type ChildProcess, type SpawnOptionsWithoutStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const patienceMs = 5_000;
const kept = 20;

/** A program that runs beside this one, for as long as it is in use. */
export class Program implements AsyncDisposable {
  /** Why it ended: `exit code 1`. */
  readonly ended: Promise<string>;
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #said: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();

  constructor(name: string, [command, ...args]: readonly [string, ...string[]], options: SpawnOptionsWithoutStdio = {}) {
    this.#name = name;
    this.#child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => this.#hear(line));
    }
    this.ended = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(error.message));
      this.#child.on('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    // where an error that nobody caught ends this process, nothing is disposed of
    const kill = (): unknown => this.#child.kill('SIGKILL');
    process.on('exit', kill);
    void this.ended.then(() => process.off('exit', kill));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** That it ended, why, and what it said last. */
  async loss(): Promise<Error> {
    const why = await this.ended;
    const words = this.#said.at(-1);
    return new Error(`${this.#name} ended: ${why}${words === undefined ? '' : `; it said: ${words}`}`);
  }

  /** What the pattern captures in the first line, said or yet to come, that matches. */
  says(pattern: RegExp, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const listen = (line: string): void => {
        const found = pattern.exec(line);
        if (!found) return;
        this.#listeners.delete(listen);
        resolve(found[1] ?? line);
      };
      this.#listeners.add(listen);
      this.#said.forEach(listen);
      this.loss().then(reject, reject);
      signal.addEventListener('abort', () => reject(new Error(`${this.#name} does not say ${String(pattern)}`)), { once: true });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    await this.ended;
    clearTimeout(late);
  }

  #hear(line: string): void {
    this.#said.push(line);
    if (this.#said.length > kept) this.#said.shift();
    for (const listen of this.#listeners) listen(line);
  }
}
