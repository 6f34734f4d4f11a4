import { cut, mostBytes, mostItems } from './wire.ts';

/** The time, as the page has it. */
export interface Clock {
  readonly now: () => number;
  /** Gives what calls it off. */
  readonly later: (work: () => void, ms: number) => () => void;
}

/** Where beacons leave the page. */
export interface Outlet {
  readonly isReady: () => boolean;
  readonly send: (body: string) => void;
}

const flushMs = 10_000;
const minuteMs = 60_000;
/** What a page that records without end costs its user at most. */
const mostBeaconsAMinute = 30;

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Items that wait for their beacon: 50 at most, 16 KiB, 10 s, or until one can leave. What is beyond is dropped, as it is beyond 30 beacons
 * in any minute.
 */
export class Queue {
  readonly #head: string;
  readonly #outlet: Outlet;
  readonly #clock: Clock;
  #items: string[] = [];
  #bytes: number;
  #callOff: (() => void) | undefined;
  /** When the last of them left. */
  readonly #left: number[] = [];

  constructor(app: string, outlet: Outlet, clock: Clock) {
    this.#head = `{"v":1,"app":${JSON.stringify(cut(app))},"items":[`;
    this.#outlet = outlet;
    this.#clock = clock;
    this.#bytes = this.#empty;
  }

  add(item: string): void {
    const bytes = sizeOf(item) + 1;
    if (!this.#fits(bytes)) this.flush();
    if (!this.#fits(bytes)) return;
    this.#items.push(item);
    this.#bytes += bytes;
    if (this.#items.length === mostItems) this.flush();
    else this.#flushLater();
  }

  /** Sends what waits, unless nothing leaves the page now, or a minute has had its beacons. */
  flush(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    if (this.#items.length === 0) return;
    if (!this.#outlet.isReady() || !this.#isDue()) return this.#flushLater();
    const body = `${this.#head}${this.#items.join(',')}]}`;
    this.#items = [];
    this.#bytes = this.#empty;
    this.#outlet.send(body);
  }

  get #empty(): number {
    return sizeOf(this.#head) + ']}'.length;
  }

  #fits(bytes: number): boolean {
    return this.#items.length < mostItems && this.#bytes + bytes <= mostBytes;
  }

  #flushLater(): void {
    this.#callOff ??= this.#clock.later(() => this.flush(), flushMs);
  }

  #isDue(): boolean {
    const now = this.#clock.now();
    const [first = now] = this.#left;
    if (this.#left.length === mostBeaconsAMinute && now - first < minuteMs) return false;
    this.#left.push(now);
    if (this.#left.length > mostBeaconsAMinute) this.#left.shift();
    return true;
  }
}
