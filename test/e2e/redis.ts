import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../pages.ts';
import { within } from './eventually.ts';
import { scratch } from './scratch.ts';

/** A real Redis that keeps nothing. */
class Redis {
  readonly port: number;
  readonly #folder = mkdtempSync(join(scratch(), 'redis-'));
  #child: ChildProcess | undefined;

  constructor(port: number) {
    this.port = port;
  }

  /** Starts it, again at the same port. */
  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.#folder];
    const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    const ready = new Promise<void>((resolve) => {
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Ready to accept connections')) resolve();
      });
    });
    await within('the start of redis-server', ready);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await within('the end of redis-server', ended);
  }
}

/** Starts servers for a suite of tests and ends them after it. */
export function redises(): () => Promise<Redis> {
  const started: Redis[] = [];
  after(() => Promise.all(started.map((redis) => redis.stop())));
  return async () => {
    const redis = new Redis(await freePort());
    started.push(redis);
    await redis.start();
    return redis;
  };
}
