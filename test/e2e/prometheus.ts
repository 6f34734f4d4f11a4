import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '../pages.ts';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { scratch } from './scratch.ts';

export const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly Sample[] };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What a Prometheus says to a query now; one that is wrong fails. */
export async function queried(url: string, promql: string): Promise<readonly Sample[]> {
  const { body } = await ask(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { status, error, data } = JSON.parse(body) as Answer;
  assert.equal(status, 'success', `${promql}: ${error}`);
  return data.result;
}

/** A real Prometheus. */
export class Prometheus {
  readonly #child: ChildProcess;
  readonly #url: string;
  readonly #ended: Promise<unknown>;

  private constructor(folder: string, port: number, more: readonly string[]) {
    const options = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`];
    this.#url = `http://127.0.0.1:${port}`;
    this.#child = spawn('prometheus', [...options, ...more, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** @param target the port of the service's endpoint */
  static scraping(target: string): Promise<Prometheus> {
    const jobs = `scrape_configs: [{ job_name: service, static_configs: [{ targets: ['127.0.0.1:${target}'] }] }]`;
    return Prometheus.start(`global: { scrape_interval: 1s }\n${jobs}\n`);
  }

  /** @param configuration or what it is, knowing its own port, which it may scrape */
  static async start(
    configuration: string | ((port: number) => string),
    files: Readonly<Record<string, string>> = {},
    options: readonly string[] = [],
  ): Promise<Prometheus> {
    const folder = mkdtempSync(join(scratch(), 'prometheus-'));
    const port = await freePort();
    const text = typeof configuration === 'string' ? configuration : configuration(port);
    for (const [name, content] of Object.entries({ ...files, 'prometheus.yml': text })) write(join(folder, name), content);
    const prometheus = new Prometheus(folder, port, options);
    await eventually(async () => assert.equal((await ask(`${prometheus.#url}/-/ready`)).status, 200), 20_000);
    return prometheus;
  }

  get url(): string {
    return this.#url;
  }

  /** See {@link queried}. */
  query(promql: string): Promise<readonly Sample[]> {
    return queried(this.#url, promql);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await within('the end of prometheus', this.#ended);
  }
}
