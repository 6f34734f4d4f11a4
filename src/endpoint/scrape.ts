import type * as Consumers from 'node:stream/consumers';
import type * as Zlib from 'node:zlib';
import { Chunks } from '../exposition/chunks.ts';
import type { Family } from '../exposition/family.ts';
import type { Constant } from '../exposition/labels.ts';
import { type Conflict, familiesOf } from '../exposition/families.ts';
import { encode } from '../exposition/text.ts';
import { log } from '../log.ts';
import { meters } from '../meters/meters.ts';
import { writeConflicts } from '../readings/pipeline.ts';
import type { Store } from '../store/store.ts';

/** Loaded when first asked for: not every process is scraped compressed, and it costs start-up. */
const zlib = (): typeof Zlib => process.getBuiltinModule('node:zlib');

function compress(body: readonly Buffer[]): Promise<Buffer> {
  const { createGzip, constants } = zlib();
  const consumers: typeof Consumers = process.getBuiltinModule('node:stream/consumers');
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  for (const part of body) gzip.write(part);
  gzip.end();
  return consumers.buffer(gzip);
}

/** Brings the store up to date; false when something was late and is left out. */
export type Collect = (timeoutMs: number) => Promise<boolean>;

/** What a scrape answers with; compressed once, however many ask for it. */
export class Scrape {
  readonly body: readonly Buffer[];
  readonly #over: () => void;
  #gzipped: Promise<Buffer> | undefined;
  #readers = 0;

  /** @param over hears when nobody reads the body any more */
  constructor(body: readonly Buffer[], over: () => void) {
    this.body = body;
    this.#over = over;
  }

  /** One more answer reads the body. What this returns is called when that has left; never, where that can't be known. */
  read(): () => void {
    this.#readers += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#readers -= 1;
      if (this.#readers === 0) this.#over();
    };
  }

  /** Compressed, off the main thread. */
  gzipped(): Promise<Buffer> {
    return (this.#gzipped ??= compress(this.body));
  }
}

const expired = Symbol('expired');

function within<T>(work: Promise<T>, ms: number): Promise<T | typeof expired> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(expired), Math.max(0, ms));
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export interface ScraperOptions {
  readonly store: Store;
  readonly collect: Collect;
  /** Families that are not in the store, such as `target_info`. */
  readonly also: () => readonly Family[];
  /** Labels of every series in the store. */
  readonly constant?: () => Constant;
}

/** Collects and encodes. A scrape that comes while one is under way shares its work, and answers by its own deadline with what is there. */
export class Scraper {
  readonly #options: ScraperOptions;
  #underway: Promise<Scrape> | undefined;
  #collecting: Promise<boolean> | undefined;
  readonly #chunks = new Chunks();

  constructor(options: ScraperOptions) {
    this.#options = options;
  }

  /** Who takes the scrape reads it, or says so by `read()`, before the next turn of the event loop. */
  async scrape(timeoutMs: number): Promise<Scrape> {
    if (this.#underway === undefined) return this.#begin(timeoutMs);
    const shared = await within(this.#underway, timeoutMs);
    return shared === expired ? this.#encode(false) : shared;
  }

  #begin(timeoutMs: number): Promise<Scrape> {
    const work = this.#work(timeoutMs).finally(() => {
      this.#underway = undefined;
    });
    this.#underway = work;
    return work;
  }

  async #work(timeoutMs: number): Promise<Scrape> {
    const began = performance.now();
    try {
      this.#collecting ??= this.#options.collect(timeoutMs).finally(() => {
        this.#collecting = undefined;
      });
      const complete = await within(this.#collecting, timeoutMs);
      return await this.#encode(complete === true);
    } catch (error) {
      meters.pipeline.scrapes.add(1, { outcome: 'failed' });
      throw error;
    } finally {
      meters.pipeline.duration.record((performance.now() - began) / 1000);
    }
  }

  async #encode(complete: boolean): Promise<Scrape> {
    const { store, also, constant } = this.#options;
    store.refresh();
    const conflicts: Conflicts = new Map();
    const families = familiesOf(store, { constant: constant?.() ?? {}, onConflict: ({ facts }, why) => count(conflicts, facts.name, why) });
    const { body, bytes, lines } = await encode(join(also(), families), this.#chunks);
    meters.pipeline.scrapes.add(1, { outcome: complete ? 'complete' : 'partial' });
    meters.pipeline.size.set(bytes);
    meters.pipeline.lines.set(lines);
    writeConflicts(store, conflicts);
    tell(conflicts);
    return new Scrape(body, () => this.#chunks.give(body));
  }
}

function* join(...parts: Iterable<Family>[]): Generator<Family> {
  for (const part of parts) yield* part;
}

type Conflicts = Map<string, Record<Conflict, number>>;

function count(conflicts: Conflicts, metric: string, reason: Conflict): void {
  const counts = conflicts.get(metric) ?? { name: 0, merge: 0 };
  counts[reason] += 1;
  conflicts.set(metric, counts);
}

function tell(conflicts: Conflicts): void {
  for (const [metric, { name }] of conflicts) {
    const why = name > 0 ? 'another metric has its name on the wire' : 'an equal series can not be merged with it';
    log.once(`conflict ${metric}`, `points of metric "${metric}" are left out: ${why}`);
  }
}
