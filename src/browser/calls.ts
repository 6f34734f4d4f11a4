import type { Watching } from './watching.ts';
import type { Item } from './wire.ts';

/** How a call ended: a status, or the class of the error. */
export interface End {
  readonly status?: number | undefined;
  readonly error?: string | undefined;
}

/** Ends a call that is measured. */
export type Ended = (end: End) => void;

/** Begins to measure a call; undefined where it goes to an origin that is not measured, or over no network. */
export type Begin = (method: string, url: string) => Ended | undefined;

const known = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|QUERY)$/i;

/** A method that no browser knows is one name: anybody may make up more. */
const methodOf = (method: string): string => (known.test(method) ? method.toUpperCase() : '_OTHER');

/** A call as an item; a status of 0 is none. */
export function apiItem(route: string, method: string, seconds: number, { status, error }: End): Item {
  const told = status !== undefined && status >= 100 && status <= 599 ? status : undefined;
  return { t: 'api', n: route, v: seconds, a: { method: methodOf(method), status: told, error } };
}

export interface Measured {
  readonly origins: ReadonlySet<string>;
  /** Where beacons go, which are not measured. */
  readonly endpoint: string;
}

/** Gives what begins to measure a call that goes where calls are measured. */
export function callsOf({ record, routeOf }: Watching, { origins, endpoint }: Measured): Begin {
  return (method, address) => {
    const url = new URL(address, document.baseURI);
    // what is within the page, `blob:`, has its origin too
    if (!/^https?:/.test(url.protocol) || !origins.has(url.origin) || url.href === endpoint) return undefined;
    const since = performance.now();
    return (end) => record(apiItem(routeOf(url), method, (performance.now() - since) / 1000, end));
  };
}
