/** The attributes of one recording call. */
export interface Attributes {
  readonly method: string;
  readonly route: string;
  readonly status: string;
}

export const keys = ['method', 'route', 'status'] as const;
export const buckets11: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
export const buckets14: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** How many numbers a sequence has before it repeats; a power of two. */
export const period = 65_536;

/** A sequence of numbers from 0 to 1 that is the same in every process: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Strings as those of a source text are: V8 keeps one copy of each. */
const literals = (count: number, text: (i: number) => string): readonly string[] =>
  Object.keys(Object.fromEntries(Array.from({ length: count }, (_, i) => [text(i), i])));

const methods = literals(4, (i) => ['GET', 'POST', 'PUT', 'DELETE'][i] as string);
const routes = literals(6_400, (i) => `/api/v1/resource-${i}/items/:id`);
const statuses = literals(4, (i) => ['ok', 'created', 'refused', 'failed'][i] as string);

/** The attributes of the series with this number: 16 for each route. A new object, as a call site writes it. */
export const attributesOf = (series: number): Attributes => ({
  method: methods[series & 3] as string,
  route: routes[series >> 4] as string,
  status: statuses[(series >> 2) & 3] as string,
});

/** Which series is recorded to next. */
export function picks(series: number): Uint32Array {
  const next = random(1);
  return Uint32Array.from({ length: period }, () => Math.floor(next() * series));
}

/** Durations in seconds, from a millisecond to 20 s, most of them short. */
export function durations(): Float64Array {
  const next = random(2);
  return Float64Array.from({ length: period }, () => 0.001 * 20_000 ** next());
}

/** Whole numbers from 1 to 10. */
export function amounts(): Float64Array {
  const next = random(3);
  return Float64Array.from({ length: period }, () => 1 + Math.floor(next() * 10));
}
