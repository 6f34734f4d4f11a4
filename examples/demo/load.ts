import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Step, stepAt } from './traffic.ts';

const mostInFlight = 64;

/** Requests per second: quiet and busy minutes. */
const rateAt = (seconds: number): number => 100 + 40 * Math.sin((2 * Math.PI * seconds) / 60);

/** Arrivals that know nothing of each other, https://en.wikipedia.org/wiki/Poisson_point_process, in milliseconds. */
const gapAt = (seconds: number): number => (-Math.log(1 - Math.random()) / rateAt(seconds)) * 1000;

/** Clients of a service: they come by themselves, and not one after the other. */
export class Load implements AsyncDisposable {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: mostInFlight });
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #inFlight = 0;

  constructor(url: string) {
    this.#url = url;
    this.#running = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#agent.destroy();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const began = performance.now();
    for (let due = began; !signal.aborted; due += gapAt((due - began) / 1000)) {
      await pause(Math.max(0, due - performance.now()), undefined, { signal }).catch(() => {});
      if (!signal.aborted && this.#inFlight < mostInFlight) this.#send(stepAt(Math.random()));
    }
  }

  #send({ method, path, headers = {}, body, patience, isOfPage = false }: Step): void {
    this.#inFlight += 1;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const origin = isOfPage ? { origin: this.#url } : {};
    const sent = request(this.#url + path, { method, agent: this.#agent, headers: { ...headers, ...type, ...origin } });
    const impatient = patience === undefined ? undefined : setTimeout(() => sent.destroy(), patience);
    sent.on('response', (response) => response.resume());
    // an aborted request, or a service that has gone, is no fault of the load
    sent.on('error', () => {});
    sent.on('close', () => {
      this.#inFlight -= 1;
      clearTimeout(impatient);
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  }
}
