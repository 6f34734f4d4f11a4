import { Agent, type IncomingHttpHeaders, request as open } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

/** One request, on a connection of its own unless an agent is given. */
export function ask(url: string, { method = 'GET', headers = {}, agent = new Agent() }: Asking = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = open(url, { method, headers, agent }, (response) => {
      const answered = (body: string): void => resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      text(response).then(answered, reject);
    });
    request.on('error', reject);
    request.end();
  });
}

/** A connection on which the test writes what it likes. */
export class Wire {
  readonly socket: Socket;
  received = '';
  readonly closed: Promise<void>;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect(Number(port), hostname);
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk: string) => {
      this.received += chunk;
    });
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
  }

  send(...requests: readonly string[]): this {
    this.socket.write(requests.map((line) => `${line} HTTP/1.1\r\nhost: test\r\n\r\n`).join(''));
    return this;
  }

  /** Status lines received. */
  get statuses(): readonly number[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
  }

  async hangUp(): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }
}
