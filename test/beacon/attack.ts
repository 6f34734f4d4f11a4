import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Hostile, hostileAt, type Outcome, stallingAt } from './hostile.ts';

export interface Attacked {
  /** How many of each outcome the beacon must have counted. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** How many of those that must be answered were not, by what they are. */
  readonly unanswered: Readonly<Record<string, number>>;
}

/** A connection; it hears no error, since whoever is refused may be hung up on while it sends. */
function connection(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  return socket.on('error', () => {});
}

/** Sends a request and waits for the head of its answer, or for the end of the connection; gives what came. */
function deliver(socket: Socket, { wire, sender }: Hostile): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const settle = (): void => {
      socket.off('data', onData).off('close', settle);
      resolve(text);
    };
    const onData = (part: Buffer): void => {
      text += part.toString('latin1');
      if (text.includes('\r\n\r\n')) settle();
    };
    socket.on('data', onData).on('close', settle);
    socket.write(wire);
    if (sender === 'hangs up') socket.end();
  });
}

/** Hostile beacons to a server, each by what it is due: a stream that is the same each time. */
export class Attack {
  readonly #port: number;
  readonly #random: () => number;
  readonly #outcomes = new Map<Outcome, number>();
  readonly #unanswered = new Map<string, number>();
  #next = 0;

  constructor(port: number, random: () => number) {
    this.#port = port;
    this.#random = random;
  }

  get told(): Attacked {
    return { outcomes: Object.fromEntries(this.#outcomes), unanswered: Object.fromEntries(this.#unanswered) };
  }

  /** Sends so many more over so many connections at a time, over each of them one in so many milliseconds at most. */
  async send(count: number, connections: number, everyMs = 0): Promise<void> {
    const until = this.#next + count;
    const drive = async (_: unknown, at: number): Promise<void> => {
      await pause((everyMs / connections) * at);
      await this.#drive(until, everyMs);
    };
    await Promise.all(Array.from({ length: connections }, drive));
  }

  /** Begins to send so many that stall, each over a connection of its own, until they are refused. */
  async stall(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#stall(stallingAt(this.#next++, this.#random))));
  }

  async #drive(until: number, everyMs: number): Promise<void> {
    let socket = connection(this.#port);
    while (this.#next < until) {
      const due = performance.now() + everyMs;
      if (!(await this.#isKept(socket, hostileAt(this.#next++, this.#random)))) {
        socket.destroy();
        socket = connection(this.#port);
      }
      const early = due - performance.now();
      if (early > 0) await pause(early);
    }
    socket.destroy();
  }

  async #stall(hostile: Hostile): Promise<void> {
    const socket = connection(this.#port);
    await this.#isKept(socket, hostile);
    socket.destroy();
  }

  /** Whether the connection goes on after it. */
  async #isKept(socket: Socket, hostile: Hostile): Promise<boolean> {
    const { what, counted, sender } = hostile;
    const said = await deliver(socket, hostile);
    if (counted !== undefined) this.#outcomes.set(counted, (this.#outcomes.get(counted) ?? 0) + 1);
    // a refusal may get lost where its connection is closed on who still sends
    if (said === '' && counted !== 'size' && sender !== 'hangs up') this.#unanswered.set(what, (this.#unanswered.get(what) ?? 0) + 1);
    return said !== '' && !/^connection: close\r$/im.test(said) && sender === 'waits';
  }
}
