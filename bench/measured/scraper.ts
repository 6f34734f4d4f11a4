import { Agent, get } from 'node:http';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

export interface Scraped {
  /** From the request to the last byte. */
  readonly ms: number;
  readonly body: string;
}

/** Scrapes over loopback, from a thread of its own: reading what is answered is not the contender's work. */
export class Scraper {
  readonly #worker = new Worker(new URL(import.meta.url));

  scrape(url: string): Promise<Scraped> {
    return new Promise((resolve, reject) => {
      this.#worker.once('message', (said: Scraped | string) => (typeof said === 'string' ? reject(new Error(said)) : resolve(said)));
      this.#worker.postMessage(url, []);
    });
  }
}

const agent = new Agent({ keepAlive: true });

function scrape(url: string): Promise<Scraped> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const ms = performance.now() - began;
        const body = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve({ ms, body });
        else reject(new Error(`${url}: ${response.statusCode}: ${body}`));
      });
    });
    request.on('error', reject);
  });
}

if (!isMainThread) {
  const answer = (said: Scraped | string): void => parentPort?.postMessage(said, []);
  parentPort?.on('message', (url: string) => {
    scrape(url).then(answer, (error: unknown) => answer(String(error)));
  });
}
