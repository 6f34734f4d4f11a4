import { once } from 'node:events';
import { join } from 'node:path';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, asked } from './child.ts';
import { gets } from './load.ts';
import { Running } from './running.ts';
import { freePort, Server } from './server.ts';

/** Requests of users a second, over so many connections. */
const rate = 400;
const connections = 20;
const windowSeconds = 1;
const turns = 50;
/** One turn in so many has a second in which nobody is attacked, for the eye only. */
const quietEvery = 5;

interface Asked {
  /** How the server is started. */
  readonly args: readonly string[];
  /** Hostile beacons a second. */
  readonly abuse: number;
}

const { args, abuse } = asked as Asked;

/** A server, and who attacks it from a process of its own. */
class Attacked {
  readonly server: Server;
  readonly #attacker: Running;

  private constructor(server: Server) {
    this.server = server;
    this.#attacker = new Running([join(import.meta.dirname, 'attacker.ts'), String(server.port)], {});
  }

  static async start(): Promise<Attacked> {
    return new Attacked(await Server.start(args, { OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()) }));
  }

  attack(): Promise<number> {
    return this.#attacker.ask(JSON.stringify([abuse, windowSeconds]));
  }

  async stop(): Promise<void> {
    await this.#attacker.stop();
    await this.server.stop();
  }
}

const [measured, other] = [await Attacked.start(), await Attacked.start()];
const { server } = measured;
const sockets = Array.from({ length: connections }, () => connect({ port: server.port, host: '127.0.0.1', noDelay: true }));
await Promise.all(sockets.map((socket) => once(socket, 'connect')));

/** Milliseconds that each request took that was sent over a connection for a while. */
async function drive(socket: Socket, at: number): Promise<number[]> {
  const everyMs = (connections / rate) * 1000;
  const taken: number[] = [];
  await pause((everyMs / connections) * at);
  for (let left = rate * windowSeconds; left > 0; left -= connections) {
    const began = performance.now();
    socket.write(gets[left] as Buffer);
    const [head] = (await once(socket, 'data')) as [Buffer];
    const ms = performance.now() - began;
    if (!head.toString('latin1').startsWith('HTTP/1.1 200 ')) throw new Error(head.toString());
    taken.push(ms);
    await pause(Math.max(0, everyMs - ms));
  }
  return taken;
}

/** What requests take while somebody is attacked, or nobody. */
async function during(attacked?: Attacked): Promise<number[]> {
  const done = attacked?.attack();
  const taken = await Promise.all(sockets.map(drive));
  await done;
  return taken.flat();
}

const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)] ?? Number.NaN;

const quiet: number[] = [];
const beside: number[] = [];
const abused: number[] = [];
let cpu = 0;
// what comes before the turns is warming up
for (let turn = -2; turn < turns; turn++) {
  const undisturbed = turn % quietEvery === 0 ? await during() : [];
  const neighbours = await during(other);
  const before = await server.cpu();
  const disturbed = await during(measured);
  if (turn < 0) continue;
  cpu += (await server.cpu()) - before;
  quiet.push(...undisturbed);
  beside.push(...neighbours);
  abused.push(...disturbed);
}
for (const socket of sockets) socket.destroy();
await measured.stop();
await other.stop();

/** Per cent that a share of all requests took longer than without: of one second's it would be the third or fourth that was slowest. */
const moreOf = (share: number, without: readonly number[]): number => (quantile(abused, share) / quantile(without, share) - 1) * 100;

answer({
  more: moreOf(0.99, beside),
  p99: quantile(beside, 0.99),
  p99Abused: quantile(abused, 0.99),
  p99Quiet: quantile(quiet, 0.99),
  more50: moreOf(0.5, beside),
  busy: cpu / 1e4 / (turns * windowSeconds),
});
