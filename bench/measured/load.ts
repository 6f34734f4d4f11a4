import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { stayAwake } from './awake.ts';

const connections = 16;
const users = 1_000;
const head = 'host: 127.0.0.1\r\nuser-agent: bench\r\naccept: application/json\r\naccept-encoding: gzip, br\r\n';

export const gets: readonly Buffer[] = Array.from({ length: users }, (_, user) =>
  Buffer.from(`GET /api/users/${user} HTTP/1.1\r\n${head}\r\n`),
);

/** Requests over connections that are kept, on each of them the next when the one before is answered. */
export class Load {
  readonly #sockets: readonly Socket[];
  readonly #requests: readonly Buffer[];
  sent = 0;

  private constructor(sockets: readonly Socket[], requests: readonly Buffer[]) {
    this.#sockets = sockets;
    this.#requests = requests;
  }

  /** @param requests that are sent in turn; unset, those of users of an API */
  static async open(port: number, requests: readonly Buffer[] = gets): Promise<Load> {
    const sockets = Array.from({ length: connections }, () => connect({ port, host: '127.0.0.1', noDelay: true }));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    return new Load(sockets, requests);
  }

  /** Sends exactly so many, and waits for all the answers. */
  async send(count: number): Promise<void> {
    const until = this.sent + count;
    const sleep = stayAwake();
    await Promise.all(this.#sockets.map((socket) => this.#drive(socket, until))).finally(sleep);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #drive(socket: Socket, until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let text = '';
      const next = (): void => {
        if (this.sent < until) socket.write(this.#requests[this.sent++ % this.#requests.length] as Buffer);
        else {
          socket.removeAllListeners();
          resolve();
        }
      };
      socket.on('data', (part) => {
        text += part.toString('latin1');
        if (!isWhole(text)) return;
        if (!/^HTTP\/1\.1 20[04] /.test(text)) reject(new Error(text));
        text = '';
        next();
      });
      if (socket.destroyed) reject(new Error('the server has hung up'));
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server has hung up')));
      next();
    });
  }
}

/** @throws for an answer whose length is not said */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  if (text.startsWith('HTTP/1.1 204 ')) return true;
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
  if (length === undefined) throw new Error(text);
  return text.length >= end + 4 + Number(length);
}
