import type { IncomingMessage, ServerResponse } from 'node:http';
import { askedOf } from '../endpoint/answer.ts';
import { bodyOf, fetchedBody, type Received } from './body.ts';
import { type BeaconOptions, checked } from './options.ts';
import { Reception } from './reception.ts';
import type { FrontendMeters } from './record.ts';
import { send } from './send.ts';

/** What a test sets. */
export interface Timing {
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
  /** Milliseconds that a body may take. */
  readonly deadlineMs?: number;
}

/** Takes beacons on whatever route it is mounted. */
export class Beacon {
  readonly #reception: Reception;
  readonly #deadlineMs: number;

  constructor(options: BeaconOptions, meters: FrontendMeters, { clock = () => performance.now(), deadlineMs = 5000 }: Timing) {
    this.#reception = new Reception(options, meters, clock);
    this.#deadlineMs = deadlineMs;
  }

  /** Answers a beacon or its preflight, whatever the path: for a route of `node:http` or of a framework, with a body parser before it or not. */
  readonly serve = (request: IncomingMessage, response: ServerResponse): void => {
    // whatever a wrapped request or response does, the application does not fail of it
    this.#serve(request, response).catch(() => response.destroy());
  };

  /**
   * The same, fetch-style.
   * @param address of the client, where the framework tells it; without one, and without trusted hops, only the overall rate is limited. What is
   * no text, such as what Next.js hands over second, is none.
   */
  readonly fetch = async (request: Request, address?: unknown): Promise<Response> => {
    const { method, url, headers } = request;
    const { status, headers: said } = await this.#reception.answer({
      method,
      path: new URL(url).pathname,
      header: (name) => headers.get(name) ?? undefined,
      address: () => (typeof address === 'string' ? address : undefined),
      body: () => fetchedBody(request, this.#deadlineMs),
    });
    return new Response(null, { status, headers: { ...said } });
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = (): string | undefined => request.socket.remoteAddress;
    const body = (): Promise<Received> => bodyOf(request, this.#deadlineMs);
    const reply = await this.#reception.answer({ ...askedOf(request), address, body });
    await send(reply, request, response);
  }
}

/**
 * Takes beacons by these rules.
 * @throws ConfigError that lists every option that is wrong
 */
export const openBeacon = (options: BeaconOptions, meters: FrontendMeters, timing: Timing = {}): Beacon =>
  new Beacon(checked(options), meters, timing);
