import { parse } from '../../src/exposition/parse.ts';

export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  /** Of a histogram its count. */
  readonly value: number;
}

/** The series of a metric in a scrape, which must be valid as a whole. */
export function points(text: string, name: string): readonly Point[] {
  const family = parse(text).find((each) => each.name === name);
  if (family === undefined) return [];
  const { type, bounds, rows } = family;
  return rows.map(({ labels, chunk, at }) => {
    const counts = [...chunk.subarray(at + 1, at + 2 + bounds.length)];
    const value = type === 'histogram' ? counts.reduce((a, b) => a + b, 0) : (chunk[at] as number);
    return { labels: Object.fromEntries(labels), value };
  });
}

/** The one series of a metric that has these labels, or its value 0 when there is none. */
export function valueOf(text: string, name: string, wanted: Readonly<Record<string, string>> = {}): number {
  const has = ({ labels }: Point): boolean => Object.entries(wanted).every(([key, value]) => labels[key] === value);
  return points(text, name).find(has)?.value ?? 0;
}

/** How often, by the values of these labels; what is absent is `-`. */
export const timesBy = (text: string, name: string, ...labels: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(points(text, name).map(({ labels: all, value }) => [labels.map((label) => all[label] ?? '-').join(' '), value]));

/** Served requests by method, route, status and error: `GET /users/:id 200`; what is absent is `-`. */
export function requests(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { labels, value } of points(text, 'http_server_request_duration_seconds')) {
    const { http_request_method: method, http_route: route = '-', http_response_status_code: status = '-', error_type: error } = labels;
    counts.set([method, route, status, ...(error === undefined ? [] : [error])].join(' '), value);
  }
  return counts;
}

/** What was counted between two scrapes. */
export function counted(before: string, after: string): Readonly<Record<string, number>> {
  const earlier = requests(before);
  const grown = [...requests(after)].map(([key, count]): [string, number] => [key, count - (earlier.get(key) ?? 0)]);
  return Object.fromEntries(grown.filter(([, count]) => count !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
