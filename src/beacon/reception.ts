import type { Asked } from '../endpoint/answer.ts';
import { nextTurn } from '../slice.ts';
import { type Received, saysTooLarge, type Whole } from './body.ts';
import { clientOf } from './client.ts';
import { parsed } from './json.ts';
import { Limiter } from './limiter.ts';
import { folding, foldingErrors } from './names.ts';
import { type BeaconOptions, ratesOf } from './options.ts';
import { Origins, preflight, varies } from './origin.ts';
import { type FrontendMeters, Recorder } from './record.ts';
import { type Headers, type Reason, Refusal, statuses } from './refusal.ts';
import { type Told, toldBy } from './schema.ts';
import { Slots } from './slots.ts';

/** A request as far as it matters: who asks, and how its body is read. */
export interface Asking extends Asked {
  readonly address: () => string | undefined;
  readonly body: () => Promise<Received>;
}

/** What it is answered: no body, and nothing of what came. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
}

const contentTypes = new Set(['text/plain', 'application/json']);
/** Characters up to which a beacon is dealt with in one turn of the event loop. A larger one takes three, and whoever asks meanwhile waits for one. */
const mostOfTurn = 2048;
/** When to come again where too many are being read: the slowest are gone then. */
const busyMs = 5000;

/** Whether it is sent as a beacon is, and not compressed. */
function isReadable({ header }: Asked): boolean {
  const type = header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return contentTypes.has(type) && (header('content-encoding') ?? 'identity') === 'identity';
}

/** Counts an accepted beacon, or a refused one by its reason; each is there from the start, at 0. */
function counting({ beacons }: FrontendMeters): (reason?: Reason) => void {
  const accepted = beacons.bind({ outcome: 'accepted' });
  const refused = new Map((Object.keys(statuses) as Reason[]).map((reason) => [reason, beacons.bind({ outcome: 'refused', reason })]));
  return (reason) => (reason === undefined ? accepted : refused.get(reason))?.add(1);
}

/** Records what beacons tell, or refuses them and counts why. Nothing of who sent one is kept. */
export class Reception {
  readonly #origins: Origins;
  readonly #limiter: Limiter;
  readonly #recorder: Recorder;
  readonly #count: (reason?: Reason) => void;
  readonly #slots = new Slots();
  readonly #trustedHops: number;
  readonly #clock: () => number;

  constructor(options: BeaconOptions, meters: FrontendMeters, clock: () => number) {
    const { origins, apps, pages, actions, routes, errors, rate, trustedHops = 0 } = options;
    this.#origins = new Origins(origins);
    this.#limiter = new Limiter(ratesOf(rate));
    this.#recorder = new Recorder(meters, {
      app: apps && folding(apps),
      page: folding(pages),
      action: folding(actions),
      route: folding(routes),
      error: foldingErrors(errors),
    });
    this.#count = counting(meters);
    this.#trustedHops = trustedHops;
    this.#clock = clock;
  }

  async answer(asking: Asking): Promise<Reply> {
    const cors = this.#origins.headersFor(asking.header('origin'));
    if (asking.method === 'OPTIONS' && cors) return { status: 204, headers: { ...cors, ...preflight } };
    const told = await this.#told(asking, cors !== undefined);
    if (told instanceof Refusal) {
      this.#count(told.reason);
      return { status: statuses[told.reason], headers: { ...(cors ?? varies), ...told.headers, 'content-length': '0' } };
    }
    this.#recorder.record(told);
    this.#count();
    return { status: 204, headers: { ...cors } };
  }

  /** In this order: what it is, whether its origin may, whether it can be read, whether it is one too many, what it says. */
  async #told(asking: Asking, isAllowed: boolean): Promise<Told | Refusal> {
    if (asking.method !== 'POST' && asking.method !== 'OPTIONS') return new Refusal('method', { allow: 'POST, OPTIONS' });
    if (asking.method === 'POST' && !isReadable(asking)) return new Refusal('content_type');
    if (!isAllowed) return new Refusal('origin');
    const client = this.#clientOf(asking);
    const received = await this.#received(asking, client);
    if (received instanceof Refusal) return received;
    const excess = this.#limiter.excess(client, this.#clock());
    if (excess) return Refusal.until(excess.reason, excess.waitMs);
    return this.#read(received);
  }

  async #received({ header, body }: Asking, client: string | undefined): Promise<Whole | Refusal> {
    if (saysTooLarge(header('content-length'))) return new Refusal('size');
    if (!this.#slots.isTaken(client)) return Refusal.until('busy', busyMs);
    try {
      const received = await body();
      return 'refused' in received ? new Refusal(received.refused) : received;
    } finally {
      this.#slots.free(client);
    }
  }

  async #read({ text }: Whole): Promise<Told | Refusal> {
    const isLarge = text.length > mostOfTurn;
    if (isLarge) await nextTurn();
    const said = parsed(text);
    if (said instanceof Refusal) return said;
    if (isLarge) await nextTurn();
    return toldBy(said) ?? new Refusal('schema');
  }

  #clientOf({ address, header }: Asking): string | undefined {
    return clientOf({ address, forwarded: header('x-forwarded-for'), trusted: this.#trustedHops });
  }
}
