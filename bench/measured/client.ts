import type { Attributes } from './data.ts';

/** Recording a number with its attributes. */
export type Recording = (value: number, attributes: Attributes) => void;

/** Handles for sets known in advance, and how one is called. */
export interface Bound<T = unknown> {
  bind(attributes: Attributes): T;
  record(handle: T, value: number): void;
}

export interface Instrument {
  readonly record: Recording;
  readonly bound?: Bound | undefined;
}

/** A contender, with its instruments as its documentation has them made; every one has the same attributes. */
export interface Client {
  counter(name: string): Instrument;
  histogram(name: string, buckets: readonly number[]): Instrument;
  /** Serves its metrics on a free port of 127.0.0.1 as its documentation has it, and gives the address. */
  serve(): Promise<string>;
}
