import { setTimeout as pause } from 'node:timers/promises';
import type { Definition } from '../catalogue/define.ts';
import { pipeline } from '../catalogue/pipeline.ts';
import { log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { Files } from './files.ts';
import type { Found, Reading, Sampling } from './reading.ts';
import { type Point, write } from './write.ts';

type Subject = Reading | Sampling;

interface State {
  up: boolean;
  /** How long it took, the last time. */
  seconds: number;
  /** When the values were read that are exposed; undefined as long as there are none. */
  at: number | undefined;
  /** Whether a sample has not come back yet, however late. */
  underway: boolean;
}

/** Subjects that belong together. */
export interface Subjects {
  readonly readings: readonly Reading[];
  readonly samplings: readonly Sampling[];
}

export interface ReadingsOptions {
  readonly store: Store;
  readonly files: Files;
  /** Milliseconds from one sample to the next. */
  readonly intervalMs?: number;
  /** Milliseconds that a sample may take. */
  readonly deadlineMs?: number;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
}

const exempt = { exempt: true };
const usualIntervalMs = 15_000;
const usualDeadlineMs = 5_000;
/** A scrape waits once for samples that are not there yet, and no longer than this. */
const patienceMs = 1_000;
/** Nobody has asked for so long that nobody is thought to scrape: then nothing is sampled, until somebody asks again. */
const unaskedMs = 300_000;

const late = Symbol('late');

async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof late> {
  const inTime = new AbortController();
  try {
    return await Promise.race([work, pause(ms, late, { ref: false, signal: inTime.signal })]);
  } finally {
    inTime.abort();
  }
}

/** Reads the machine and the container into the store: what is quick at every scrape, the rest in the background while somebody scrapes. */
export class Readings {
  readonly #options: ReadingsOptions;
  readonly #clock: () => number;
  readonly #states = new Map<Subject, State>();
  readonly #finders = new Map<Definition, readonly Subject[]>();
  readonly #last = new Map<Subject, ReadonlyMap<Definition, readonly Point[]>>();
  readonly #readings: Reading[] = [];
  readonly #samplings: Sampling[] = [];
  #asked = Number.NEGATIVE_INFINITY;
  #sampling: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ReadingsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /** Reads these too. @throws TypeError for a subject whose name another has: one would hide that the other fails */
  add({ readings, samplings }: Subjects): void {
    const names = new Set([...this.#readings, ...this.#samplings].map(({ name }) => name));
    for (const { name } of [...readings, ...samplings]) {
      if (names.has(name)) throw new TypeError(`reading "${name}": there is one already`);
      names.add(name);
    }
    this.#readings.push(...readings);
    this.#samplings.push(...samplings);
    for (const subject of [...readings, ...samplings])
      for (const definition of subject.finds) this.#finders.set(definition, [...(this.#finders.get(definition) ?? []), subject]);
  }

  /** Hears that somebody scrapes. While nobody did there are no samples, and this one waits a little for them; false where they are late. */
  async asked(timeoutMs: number): Promise<boolean> {
    const now = this.#clock();
    const isAwake = now - this.#asked < unaskedMs;
    this.#asked = now;
    if (isAwake || this.#samplings.length === 0) return true;
    this.#timer ??= setInterval(() => this.#tick(), this.#options.intervalMs ?? usualIntervalMs).unref();
    return (await within(this.sample(), Math.min(timeoutMs, patienceMs))) !== late;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Samples no more; false where the kernel still has a call of ours after a second, which keeps this process from ending by itself. */
  async end(): Promise<boolean> {
    this.stop();
    await within(this.#sampling ?? Promise.resolve(), patienceMs);
    return ![...this.#states.values()].some(({ underway }) => underway);
  }

  /** Brings the store up to date, at a scrape. */
  read(): void {
    for (const reading of this.#readings) this.#read(reading);
    this.#tell();
  }

  /** One sample of each, one after the other, but of those that have not come back yet. */
  sample(): Promise<void> {
    return (this.#sampling ??= this.#each().finally(() => {
      this.#sampling = undefined;
    }));
  }

  async #each(): Promise<void> {
    for (const sampling of this.#samplings) if (!this.#stateOf(sampling).underway) await this.#sample(sampling);
  }

  #tick(): void {
    if (this.#clock() - this.#asked < unaskedMs) void this.sample();
    else this.stop();
  }

  #read(reading: Reading): void {
    const began = this.#clock();
    try {
      this.#found(reading, began, reading.read(this.#options.files));
    } catch (error) {
      this.#lost(reading, began, error);
    }
  }

  async #sample(sampling: Sampling): Promise<void> {
    const { files, deadlineMs = usualDeadlineMs } = this.#options;
    const state = this.#stateOf(sampling);
    const began = this.#clock();
    state.underway = true;
    const back = (): void => {
      state.underway = false;
    };
    try {
      const work = sampling.sample(files);
      work.then(back, back);
      const found = await within(work, deadlineMs);
      if (found === late) throw new Error(`no answer within ${deadlineMs} ms`);
      this.#found(sampling, began, found);
    } catch (error) {
      this.#lost(sampling, began, error);
    }
  }

  #found(subject: Subject, began: number, found: readonly Found[]): void {
    this.#write(subject, found);
    const state = this.#stateOf(subject);
    if (!state.up) log.info(`reading "${subject.name}" works again`);
    const now = this.#clock();
    Object.assign(state, { up: true, seconds: (now - began) / 1000, at: now });
  }

  #lost(subject: Subject, began: number, error: unknown): void {
    this.#write(subject, []);
    const state = this.#stateOf(subject);
    const why = error instanceof Error ? error.message : String(error);
    if (state.up) log.warn(`reading "${subject.name}" fails, its metrics are left out: ${why}`);
    Object.assign(state, { up: false, seconds: (this.#clock() - began) / 1000, at: undefined });
  }

  /** Of a metric that several subjects find something of, as of the queues of two libraries, what each of them found last. */
  #write(subject: Subject, found: readonly Found[]): void {
    this.#last.set(subject, new Map(found));
    for (const definition of subject.finds) {
      const finders = this.#finders.get(definition) ?? [subject];
      write(
        this.#options.store,
        definition,
        finders.flatMap((each) => this.#last.get(each)?.get(definition) ?? []),
      );
    }
  }

  #stateOf(subject: Subject): State {
    const there = this.#states.get(subject);
    if (there) return there;
    const made = { up: true, seconds: 0, at: undefined, underway: false };
    this.#states.set(subject, made);
    return made;
  }

  #tell(): void {
    const { store } = this.#options;
    const now = this.#clock();
    // one that was never finished, and did not fail either, is not up yet and not down
    const told = [...this.#readings, ...this.#samplings]
      .map((subject): [Subject, State] => [subject, this.#stateOf(subject)])
      .filter(([, { up, at }]) => !up || at !== undefined);
    const points = (of: (state: State) => number): [number, { reading: string }][] =>
      told.map(([{ name }, state]) => [of(state), { reading: name }]);
    write(
      store,
      pipeline.reading.up,
      points(({ up }) => (up ? 1 : 0)),
      exempt,
    );
    write(
      store,
      pipeline.reading.duration,
      points(({ seconds }) => seconds),
      exempt,
    );
    const aged = told.filter(([subject, { at }]) => 'sample' in subject && at !== undefined);
    write(
      store,
      pipeline.reading.age,
      aged.map(([{ name }, { at = now }]) => [(now - at) / 1000, { reading: name }]),
      exempt,
    );
  }
}
