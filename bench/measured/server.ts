import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Running } from './running.ts';

/** A port that nobody has taken. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A process that serves; it prints its port, then its CPU time whenever it is asked. */
export class Server {
  readonly port: number;
  readonly #running: Running;

  private constructor(running: Running, port: number) {
    this.#running = running;
    this.port = port;
  }

  static async start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Server> {
    const running = new Running(args, env);
    return new Server(running, await running.number());
  }

  /** Microseconds that all of its threads have taken so far. */
  cpu(): Promise<number> {
    return this.#running.ask('');
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }
}
