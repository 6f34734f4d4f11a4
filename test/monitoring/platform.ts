import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../e2e/client.ts';
import { root, scratch } from '../e2e/scratch.ts';
import type { Service } from '../e2e/service.ts';
import { freePort } from '../pages.ts';
import { Clients } from './clients.ts';

type Start = (starting: ConstructorParameters<typeof Service>[0]) => Service;

const mib = 2 ** 20;
const command = ['sh', '-c', 'mount -t tmpfs -o size=1m none "$0" && exec "$@"'];

/**
 * A program with a file system in memory that only it sees: for root, and for whoever may be root of users of its own.
 * @param folder where it is mounted
 */
const apart = (folder: string): string[] | undefined =>
  [['--mount'], ['--map-root-user', '--mount']]
    .map((namespaces) => [...namespaces, ...command, folder])
    .find((args) => spawnSync('unshare', [...args, 'true']).status === 0);

export function canMount(): boolean {
  const folder = join(scratch(), 'mounted');
  mkdirSync(folder, { recursive: true });
  return apart(folder) !== undefined;
}

/** An API, a worker with its queue in a Redis, an agent, and the collector of a machine with a disk of a megabyte: what can break. */
export class Platform {
  readonly #start: Start;
  readonly #redis: string;
  readonly #port: Promise<number> = freePort();
  readonly #disk = join(scratch(), 'disk');
  readonly #api: Service;
  readonly #agent: Service;
  readonly #collector: Service;
  #worker: Service | undefined;
  #clients: Clients | undefined;

  constructor(start: Start, redis: number) {
    this.#start = start;
    this.#redis = String(redis);
    this.#api = this.#measured('stack-api.cjs');
    this.#agent = this.#measured('stack-agent.cjs');
    mkdirSync(this.#disk);
    this.#collector = start({
      cwd: root,
      node: 'unshare',
      options: [...(apart(this.#disk) ?? []), process.execPath],
      file: 'dist/cli.cjs',
      args: ['collector', '--port', '0'],
      env: { AUTONOMICA_METRICS_MOUNTS: this.#disk, AUTONOMICA_METRICS_SAMPLE_INTERVAL: '1000' },
    });
  }

  #measured(file: string, port = 0, ...args: readonly string[]): Service {
    const env = { OTEL_EXPORTER_PROMETHEUS_PORT: String(port), AUTONOMICA_METRICS_SAMPLE_INTERVAL: '1000' };
    return this.#start({ cwd: root, file: `test/fixtures/${file}`, flag: '--require', args: [this.#redis, ...args], env });
  }

  /** Where the metrics of each are, by job. */
  async addresses(): Promise<Readonly<Record<'api' | 'agent' | 'collector' | 'worker', string>>> {
    const [api, agent, collector] = await Promise.all([this.#api, this.#agent, this.#collector].map((each) => each.address()));
    return { api: api ?? '', agent: agent ?? '', collector: collector ?? '', worker: `http://127.0.0.1:${await this.#port}` };
  }

  /** Starts the worker, the clients of the API, and reports of which there are more than are written. */
  async begin(): Promise<void> {
    this.#worker = this.#measured('stack-worker.cjs', await this.#port, 'slow');
    await this.#worker.printed(/^ready$/m);
    const url = await this.#api.url();
    await Promise.all(['mails', 'reports'].map((path) => ask(`${url}/${path}`, { method: 'POST' })));
    this.#clients = new Clients(
      ['agents', 'tasks'].map((path) => `${url}/${path}/7`),
      30,
    );
  }

  async #told(service: Service, path: string, method = 'PUT'): Promise<unknown> {
    return ask(await service.url(path), { method });
  }

  /** The worker is killed, tasks come all the same, the API takes three seconds, a tool fails, and a disk is full. */
  async break(): Promise<void> {
    this.#worker?.kill('SIGKILL');
    await this.#worker?.ended;
    await Promise.all([this.#told(this.#api, '/mails', 'POST'), this.#told(this.#api, '/takes/3000'), this.#told(this.#agent, '/fails')]);
    writeFileSync(this.#file, Buffer.alloc(mib));
  }

  async repair(): Promise<void> {
    rmSync(this.#file);
    await Promise.all([this.#told(this.#api, '/takes/1'), this.#told(this.#agent, '/works')]);
    this.#worker = this.#measured('stack-worker.cjs', await this.#port);
  }

  async stop(): Promise<void> {
    await this.#clients?.stop();
  }

  /** On the disk, as the collector has it. */
  get #file(): string {
    return `/proc/${this.#collector.child.pid}/root${this.#disk}/log`;
  }
}
