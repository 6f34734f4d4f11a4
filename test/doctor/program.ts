import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../e2e/client.ts';
import { eventually, within } from '../e2e/eventually.ts';
import { scratch } from '../e2e/scratch.ts';

interface Starting {
  /** The name of its configuration's file. */
  readonly file: string;
  /** Its flags in a folder of its own. */
  readonly flags: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A Prometheus or an Alertmanager of a test, whose configuration is broken and mended while it runs. */
export class Program {
  readonly folder = mkdtempSync(join(scratch(), 'program-'));
  readonly url: string;
  readonly #starting: Starting;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(starting: Starting, port: number) {
    this.#starting = starting;
    this.url = `http://127.0.0.1:${port}`;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  async start(program: string): Promise<void> {
    const { file, flags } = this.#starting;
    const child = spawn(program, [`--config.file=${file}`, `--web.listen-address=${new URL(this.url).host}`, ...flags], {
      cwd: this.folder,
      stdio: 'ignore',
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
    await eventually(async () => assert.equal((await this.#ask('/-/ready')).status, 200), 20_000);
  }

  /** Has it read its configuration again; gives the status of the answer. */
  async reload(): Promise<number> {
    return (await this.#ask('/-/reload', 'POST')).status;
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse((await this.#ask(path)).body) as T;
  }

  #ask(path: string, method = 'GET') {
    return ask(`${this.url}${path}`, { method, ...(this.#starting.headers && { headers: this.#starting.headers }) });
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM');
    await within('the end of a program', this.#ended);
  }
}
