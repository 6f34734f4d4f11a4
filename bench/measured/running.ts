import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that prints numbers, one a line, and ends with its input. */
export class Running {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  /** The line that it prints next. */
  async line(): Promise<string> {
    const { value } = (await this.#lines.next()) as { value?: string };
    if (value === undefined) throw new Error('the process has ended');
    return value;
  }

  /** The number that it prints next. */
  async number(): Promise<number> {
    const line = await this.line();
    const number = Number(line);
    if (Number.isNaN(number)) throw new Error(line);
    return number;
  }

  /** What it answers to a line. */
  ask(line: string): Promise<number> {
    this.#child.stdin?.write(`${line}\n`);
    return this.number();
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await ended;
  }
}
