import type { Attributes, Bounds, Definition, Given, Literal } from './define.ts';

/** What is recorded of an activity; each metric takes those of its attributes that it declares. */
export interface ActivityMetrics {
  /** How many there are now. */
  readonly active: Definition<'updown'>;
  /** How long each took; its attribute `error`, if it has one, is the class or the code of what was thrown. */
  readonly duration: Definition<'histogram'>;
  /** How many have ended. */
  readonly ended?: Definition<'counter'>;
  /** How long the one has been going on that was started first. */
  readonly longest?: Definition<'gauge'>;
}

/** Anything that starts, ends and may fail. */
export interface Activity<
  A extends Bounds = Bounds,
  E extends Bounds = Bounds,
  M extends ActivityMetrics = ActivityMetrics & Readonly<Record<string, Definition>>,
> {
  readonly kind: 'activity';
  /** Known when it starts. */
  readonly attributes: A;
  /** Known when it ends. */
  readonly ends: E;
  /** How one ends that returns, or throws, without saying how. */
  readonly returned: Readonly<Record<string, Literal | undefined>>;
  readonly thrown: Readonly<Record<string, Literal | undefined>>;
  /** The same for all of them. */
  readonly constant?: Readonly<Record<string, string>>;
  readonly metrics: M;
}

/** One that goes on. What ends it first counts; whatever comes later is ignored. */
export interface Ongoing<E> extends Disposable {
  end(...ends: Given<E>): void;
  /** Ends it by what was thrown; unless it is said how, as one that throws. */
  fail(error: unknown, ends?: Attributes<E>): void;
  /** Left without an end, by `using`: it failed, of an error nobody knows. */
  [Symbol.dispose](): void;
}

/** Starts activities with attributes known in advance. */
export interface BoundStarts<E> {
  start(): Ongoing<E>;
  run<T>(work: (ongoing: Ongoing<E>) => T): T;
}

export interface Starts<A, E> {
  start(...attributes: Given<A>): Ongoing<E>;
  /** Does the work and ends with it: a throw or a rejection, which is passed on, is a failure. */
  run<T>(attributes: Attributes<A>, work: (ongoing: Ongoing<E>) => T): T;
  bind(...attributes: Given<A>): BoundStarts<E>;
}

type Facts<A extends Bounds, E extends Bounds, M extends ActivityMetrics> = Omit<Activity<A, E, M>, 'kind' | 'returned' | 'thrown'> & {
  readonly returned: Attributes<NoInfer<E>>;
  readonly thrown: Attributes<NoInfer<E>>;
};

/** Anything that starts, ends and may fail: it is active, its duration is recorded with how it ended. */
export const activity = <const A extends Bounds, const E extends Bounds, M extends ActivityMetrics>(
  facts: Facts<A, E, M>,
): Activity<A, E, M> => ({ ...facts, kind: 'activity' });
