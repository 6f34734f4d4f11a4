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
const pairs = 20;

interface Asked {
  /** How the server is started. */
  readonly args: readonly string[];
  /** Hostile beacons a second. */
  readonly abuse: number;
}

const { args, abuse } = asked as Asked;
const server = await Server.start(args, { OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()) });
const attacker = new Running([join(import.meta.dirname, 'attacker.ts'), String(server.port)], {});
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

const drives = async (): Promise<number[]> => (await Promise.all(sockets.map(drive))).flat();

const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)] ?? Number.NaN;

const quiet: number[][] = [];
const abused: number[][] = [];
let cpu = 0;
// what comes before the pairs is warming up
for (let pair = -2; pair < pairs; pair++) {
  const undisturbed = await drives();
  const before = await server.cpu();
  const attacked = attacker.ask(JSON.stringify([abuse, windowSeconds]));
  const disturbed = await drives();
  await attacked;
  if (pair < 0) continue;
  cpu += (await server.cpu()) - before;
  quiet.push(undisturbed);
  abused.push(disturbed);
}
for (const socket of sockets) socket.destroy();
await attacker.stop();
await server.stop();

const [before, during] = [quiet.flat(), abused.flat()];
/** Per cent that a share of all requests took longer: of one second's it would be the third or fourth that was slowest. */
const moreOf = (share: number): number => (quantile(during, share) / quantile(before, share) - 1) * 100;

answer({
  more: moreOf(0.99),
  p99: quantile(before, 0.99),
  p99Abused: quantile(during, 0.99),
  more50: moreOf(0.5),
  busy: cpu / 1e4 / (pairs * windowSeconds),
});
