import { connect } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

interface Asked {
  readonly url: string;
  /** Whether the text is wanted too. */
  readonly whole: boolean;
}

interface Scraped {
  /** From the request to the last byte, after which the server hangs up as it was asked to. */
  readonly ms: number;
  readonly bytes: number;
  /** What came, the head of the answer included. */
  readonly text: string;
}

/** Scrapes over loopback, from a thread of its own: reading what is answered is not the contender's work. */
export class Scraper {
  readonly #worker = new Worker(new URL(import.meta.url));
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  scrape({ whole = false }: Partial<Asked> = {}): Promise<Scraped> {
    return new Promise((resolve, reject) => {
      this.#worker.once('message', (said: Scraped | string) => (typeof said === 'string' ? reject(new Error(said)) : resolve(said)));
      this.#worker.postMessage({ url: this.#url, whole } satisfies Asked, []);
    });
  }
}

/** What is read is read into this: no garbage of the reader's is to be measured. */
const room = Buffer.allocUnsafeSlow(2 ** 20);

function scrape({ url, whole }: Asked): Promise<Scraped> {
  const { hostname, port, pathname } = new URL(url);
  const began = performance.now();
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let start = '';
    const parts: Buffer[] = [];
    const read = (length: number): boolean => {
      if (bytes === 0) start = room.toString('latin1', 0, Math.min(length, 15));
      bytes += length;
      if (whole) parts.push(Buffer.from(room.subarray(0, length)));
      return true;
    };
    const socket = connect({ host: hostname, port: Number(port), onread: { buffer: room, callback: read } });
    socket.on('error', reject);
    socket.on('end', () => {
      const ms = performance.now() - began;
      if (start === 'HTTP/1.1 200 OK') resolve({ ms, bytes, text: Buffer.concat(parts).toString() });
      else reject(new Error(`${url}: ${start}`));
    });
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`);
  });
}

if (!isMainThread) {
  const answer = (said: Scraped | string): void => parentPort?.postMessage(said, []);
  parentPort?.on('message', (asked: Asked) => {
    scrape(asked).then(answer, (error: unknown) => answer(String(error)));
  });
}
