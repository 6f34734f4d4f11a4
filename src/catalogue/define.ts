import type { Activity, Starts } from './activity.ts';

/** What a metric is. A summary is a kind of its own; an info is a gauge of 1 that carries facts as attributes. */
export type Kind = 'counter' | 'updown' | 'gauge' | 'histogram' | 'summary' | 'info';

export type Literal = string | number | boolean;

/** The values an attribute may take: a closed list, or how many distinct ones are kept; what is beyond becomes `other`. */
export type Allowed = { readonly name: string; readonly optional?: boolean } & (
  | { readonly of: readonly Literal[] }
  | { readonly keep: number }
);
export type Bounds = Readonly<Record<string, Allowed>>;

type Value<V> = V extends { readonly of: readonly (infer L)[] } ? L : Literal;
type OptionalKeys<A> = { [K in keyof A]: A[K] extends { readonly optional: true } ? K : never }[keyof A];

/** The attributes a recording call takes: each key of the definition, with the values it allows. */
export type Attributes<A> = { readonly [K in Exclude<keyof A, OptionalKeys<A>>]: Value<A[K]> } & {
  readonly [K in OptionalKeys<A>]?: Value<A[K]> | undefined;
};
export type Given<A> = keyof A extends never
  ? []
  : Exclude<keyof A, OptionalKeys<A>> extends never
    ? [attributes?: Attributes<A>]
    : [attributes: Attributes<A>];

/** A metric as data. `name`, `unit` and the attributes' names are OpenTelemetry's; the keys are what call sites write. */
export interface Definition<K extends Kind = Kind, A extends Bounds = Bounds> {
  readonly kind: K;
  readonly name: string;
  /** UCUM: `s`, `By`, `1`, `{request}`, or empty. */
  readonly unit: string;
  /** One sentence for people; the HELP line. */
  readonly means: string;
  readonly attributes: A;
  /** Upper bounds, inclusive, of a histogram's buckets. */
  readonly buckets?: readonly number[];
  /** The quantiles a summary shows, over the last minute. */
  readonly quantiles?: readonly number[];
  /** How many series are kept; unset, the product of the attributes' bounds. */
  readonly limit?: number;
}

export interface Removable<A> {
  /** Forgets one series: it is gone from the next scrape and starts at 0 if it returns. */
  remove(...attributes: Given<A>): void;
}
export interface Adds<A> extends Removable<A> {
  add(amount: number, ...attributes: Given<A>): void;
  /** A handle for attributes known in advance. */
  bind(...attributes: Given<A>): { add(amount: number): void };
}
/** A sum that may also be looked up somewhere and said as a whole. */
export interface Adjusts<A> extends Adds<A> {
  set(value: number, ...attributes: Given<A>): void;
}
export interface Sets<A> extends Removable<A> {
  set(value: number, ...attributes: Given<A>): void;
  bind(...attributes: Given<A>): { set(value: number): void };
}
export interface Records<A> extends Removable<A> {
  record(value: number, ...attributes: Given<A>): void;
  bind(...attributes: Given<A>): { record(value: number): void };
}
export interface Tells<A> extends Removable<A> {
  set(...attributes: Given<A>): void;
}

/** The meter each kind gives. No call throws: what can't be recorded is folded or refused, and counted. */
export interface Instruments<A> {
  counter: Adds<A>;
  updown: Adjusts<A>;
  gauge: Sets<A>;
  histogram: Records<A>;
  summary: Records<A>;
  info: Tells<A>;
}

/** A catalogue: definitions, in groups as deep as wanted. */
export interface Tree {
  readonly [key: string]: Definition | Activity | Tree;
}

/** The meters of a catalogue, under the catalogue's own keys. */
export type Meters<T> =
  T extends Activity<infer A, infer E>
    ? Starts<A, E>
    : T extends Definition<infer K, infer A>
      ? Instruments<A>[K]
      : { readonly [P in keyof T]: Meters<T[P]> };

type Plain<A> = Omit<Definition, 'kind' | 'buckets' | 'quantiles' | 'attributes'> & { readonly attributes?: A };

function definition<K extends Kind, A extends Bounds>(kind: K, facts: Plain<A>): Definition<K, A> {
  return { ...facts, kind, attributes: (facts.attributes ?? {}) as A };
}

/** A sum that only grows. */
export const counter = <const A extends Bounds = {}>(facts: Plain<A>): Definition<'counter', NoInfer<A>> => definition('counter', facts);
/** A sum that rises and falls: what is in flight, held, queued. */
export const updown = <const A extends Bounds = {}>(facts: Plain<A>): Definition<'updown', NoInfer<A>> => definition('updown', facts);
/** The last value set. */
export const gauge = <const A extends Bounds = {}>(facts: Plain<A>): Definition<'gauge', NoInfer<A>> => definition('gauge', facts);
/** A distribution in buckets, which adds up over processes. */
export const histogram = <const A extends Bounds = {}>(
  facts: Plain<A> & { readonly buckets: readonly number[] },
): Definition<'histogram', NoInfer<A>> => definition('histogram', facts);
/** Quantiles of the last minute, in this process alone. */
export const summary = <const A extends Bounds = {}>(
  facts: Plain<A> & { readonly quantiles?: readonly number[] },
): Definition<'summary', NoInfer<A>> => definition('summary', { quantiles: [0.5, 0.9, 0.99], ...facts });
/** Facts that are told once, such as a version. */
export const info = <const A extends Bounds = {}>(facts: Plain<A>): Definition<'info', NoInfer<A>> => definition('info', facts);

export const isActivity = (node: Definition | Activity | Tree): node is Activity => node.kind === 'activity';
export const isDefinition = (node: Definition | Activity | Tree): node is Definition => typeof node.kind === 'string' && !isActivity(node);

/** Every definition of a catalogue, in its order. */
export function* definitionsOf(tree: Tree): Generator<Definition> {
  for (const node of Object.values(tree)) {
    if (isDefinition(node)) yield node;
    else if (isActivity(node)) yield* Object.values(node.metrics);
    else yield* definitionsOf(node);
  }
}
