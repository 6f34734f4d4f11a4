import type { Definition } from '../catalogue/define.ts';
import type { Files } from './files.ts';
import type { Point } from './write.ts';

/** What a reading found of a metric. What it found before and does not find now is gone. */
export type Found = readonly [definition: Definition, points: readonly Point[]];

/** A subject that is looked up: `cpu`, `memory`. A throw says that it can't be read; then none of its metrics is exposed. */
interface Subject {
  readonly name: string;
  /** Every metric that it may find something of. */
  readonly finds: readonly Definition[];
}

/** One that is read at the scrape: it takes some microseconds and can not block. */
export interface Reading extends Subject {
  read(files: Files): readonly Found[];
}

/** One that may block, or is slow: it is sampled in the background, and a scrape tells the last sample and its age. */
export interface Sampling extends Subject {
  sample(files: Files): Promise<readonly Found[]>;
}

/** A file that is there and does not say what it should. */
export class UnreadableError extends Error {
  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.name = 'UnreadableError';
  }
}
