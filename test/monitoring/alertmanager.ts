import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDeployment } from '../../src/generate/deployment.ts';
import { monitoring } from '../../src/generate/monitoring.ts';
import { ask } from '../e2e/client.ts';
import { eventually, within } from '../e2e/eventually.ts';
import { scratch } from '../e2e/scratch.ts';
import { freePort } from '../pages.ts';

/** An alert, as Prometheus sends it. */
export interface Sent {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly endsAt?: string;
}

/** Writes what is generated for Alertmanager, and gives the folder. */
export function written(yaml: string, changed = (text: string): string => text): string {
  const folder = mkdtempSync(join(scratch(), 'alertmanager-'));
  for (const [path, text] of Object.entries(monitoring(readDeployment(yaml, {})))) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, path.endsWith('alertmanager.yml') ? changed(text) : text);
  }
  return join(folder, 'alertmanager');
}

/** A real Alertmanager. */
export class Alertmanager {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(path: string, folder: string, port: number) {
    const options = [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${mkdtempSync(join(scratch(), 'alertmanager-data-'))}`,
      '--cluster.listen-address=',
    ];
    this.url = `http://127.0.0.1:${port}`;
    this.#child = spawn(path, [...options, `--web.listen-address=127.0.0.1:${port}`, `--web.external-url=${this.url}`], {
      stdio: 'ignore',
    });
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** @param folder that of its configuration */
  static async start(path: string, folder: string): Promise<Alertmanager> {
    const alertmanager = new Alertmanager(path, folder, await freePort());
    await eventually(async () => assert.equal((await ask(`${alertmanager.url}/-/ready`)).status, 200), 20_000);
    return alertmanager;
  }

  async send(alerts: readonly Sent[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${this.url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(alerts) });
    assert.equal(status, 200);
  }

  async get(path: string): Promise<unknown> {
    return JSON.parse((await ask(`${this.url}${path}`)).body);
  }

  async metrics(): Promise<string> {
    return (await ask(`${this.url}/metrics`)).body;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await within('the end of Alertmanager', this.#ended);
  }
}
