import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { type Answered, type Asking, ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { counted } from './points.ts';
import { environment } from './scratch.ts';

export type Flag = '--require' | '--import';

export interface Starting {
  /** The project's folder. */
  readonly cwd: string;
  /** The program, a fixture; it prints `listening PORT` when it serves. */
  readonly file: string;
  /** The node that runs it; unset, that of the tests. */
  readonly node?: string;
  /** How the preload is loaded; unset, it is not. */
  readonly flag?: Flag | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of node before the preload's. */
  readonly options?: readonly string[];
  readonly args?: readonly string[];
  /** Whether it starts others, as a shell does, which are told to end when it is. */
  readonly group?: boolean;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const alive = new Set<Service>();
process.once('exit', () => {
  for (const service of alive) service.kill('SIGKILL');
});

/** A process with the preload. */
export class Service {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';
  readonly #group: boolean;

  constructor({ cwd, file, flag, node = process.execPath, env = {}, options = [], args = [], group = false }: Starting) {
    const preload = flag === undefined ? [] : [flag, '@autonomica/metrics/instrumentation'];
    const settings = { OTEL_EXPORTER_PROMETHEUS_PORT: '0', OTEL_SERVICE_NAME: 'e2e', ...env };
    this.child = spawn(node, [...options, ...preload, file, ...args], { cwd, env: { ...environment, ...settings }, detached: group });
    this.#group = group;
    alive.add(this);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        alive.delete(this);
        resolve({ code, signal });
      });
    });
  }

  /** Waits until it has printed what matches. */
  printed(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stdout'): Promise<RegExpExecArray> {
    return eventually(() => {
      const found = pattern.exec(this[stream]);
      assert.ok(found, `no ${String(pattern)} on ${stream}; stdout:\n${this.stdout}\nstderr:\n${this.stderr}`);
      return found;
    });
  }

  /** Where the application listens. */
  async url(path = ''): Promise<string> {
    const [, port] = await this.printed(/^(?:listening |- Local: +http:\/\/127\.0\.0\.1:)(\d+)$/m);
    return `http://127.0.0.1:${port}${path}`;
  }

  /** Where the endpoint listens: `http://localhost:PORT`. */
  async address(): Promise<string> {
    const [, address] = await this.printed(/^@autonomica\/metrics: serving (http:\/\/\S+)\/metrics$/m, 'stderr');
    return address as string;
  }

  /** One request to the endpoint. */
  async endpoint(path: string, asking?: Asking): Promise<Answered> {
    return ask((await this.address()).replace('localhost', '127.0.0.1') + path, asking);
  }

  async scrape(): Promise<string> {
    const { status, body } = await this.endpoint('/metrics');
    assert.equal(status, 200, body);
    return body;
  }

  /** Does something, and sees exactly these requests counted for it. */
  async counts(work: (url: string) => Promise<unknown>, expected: Readonly<Record<string, number>>): Promise<void> {
    const before = await this.scrape();
    await work(await this.url());
    const sorted = Object.fromEntries(Object.entries(expected).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    await eventually(async () => assert.deepEqual(counted(before, await this.scrape()), sorted));
  }

  /** The lines of ours on standard error. */
  get said(): readonly string[] {
    return this.stderr.split('\n').filter((line) => line.startsWith('@autonomica/metrics: '));
  }

  kill(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.child;
    if (this.#group && pid !== undefined && (exitCode ?? signalCode) === null) process.kill(-pid, signal);
    else this.child.kill(signal);
  }

  async stop(): Promise<Ended> {
    this.kill('SIGTERM');
    return within('the end of the service', this.ended);
  }
}

/** Starts services for a suite of tests and ends them after it. */
export function services(): (starting: Starting) => Service {
  const started: Service[] = [];
  after(() => Promise.all(started.map((service) => service.stop())));
  return (starting) => {
    const service = new Service(starting);
    started.push(service);
    return service;
  };
}
