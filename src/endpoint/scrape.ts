import type * as Zlib from 'node:zlib';
import type { Family } from '../exposition/family.ts';
import { type Conflict, familiesOf } from '../exposition/families.ts';
import { encode } from '../exposition/text.ts';
import { log } from '../log.ts';
import { meters } from '../meters/meters.ts';
import { writeConflicts } from '../readings/pipeline.ts';
import type { Store } from '../store/store.ts';

/** Loaded when first asked for: not every process is scraped compressed, and it costs start-up. */
const zlib = (): typeof Zlib => process.getBuiltinModule('node:zlib');

function compress(body: Buffer): Promise<Buffer> {
  const { gzip, constants } = zlib();
  return new Promise((resolve, reject) => {
    gzip(body, { level: constants.Z_BEST_SPEED }, (error, compressed) => (error ? reject(error) : resolve(compressed)));
  });
}

/** Brings the store up to date; false when something was late and is left out. */
export type Collect = (timeoutMs: number) => Promise<boolean>;

/** What a scrape answers with; compressed once, however many ask for it. */
export class Scrape {
  readonly body: Buffer;
  #gzipped: Promise<Buffer> | undefined;

  constructor(body: Buffer) {
    this.body = body;
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
}

/** Collects and encodes. A scrape that comes while one is under way shares its work, and answers by its own deadline with what is there. */
export class Scraper {
  readonly #options: ScraperOptions;
  #underway: Promise<Scrape> | undefined;
  #collecting: Promise<boolean> | undefined;
  #expected = 0;

  constructor(options: ScraperOptions) {
    this.#options = options;
  }

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
    const { store, also } = this.#options;
    store.refresh();
    const conflicts: Conflicts = new Map();
    const families = familiesOf(store, ({ facts }, why) => count(conflicts, facts.name, why));
    const { body, lines } = await encode(join(also(), families), this.#expected);
    this.#expected = body.length + body.length / 8;
    meters.pipeline.scrapes.add(1, { outcome: complete ? 'complete' : 'partial' });
    meters.pipeline.size.set(body.length);
    meters.pipeline.lines.set(lines);
    writeConflicts(store, conflicts);
    tell(conflicts);
    return new Scrape(body);
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
