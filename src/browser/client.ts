import { apiItem, callsOf } from './calls.ts';
import { watchErrors } from './errors.ts';
import { failures } from './failures.ts';
import { watchFetch } from './fetch.ts';
import { watchLoad } from './load.ts';
import { type Start, watchNavigation } from './navigation.ts';
import type { Options } from './options.ts';
import { Queue } from './queue.ts';
import { quietly } from './quietly.ts';
import { routesOf } from './routes.ts';
import { outletTo } from './send.ts';
import { watchVitals } from './vitals.ts';
import type { Watching } from './watching.ts';
import { type Item, textOf } from './wire.ts';
import { isAddress, isUsable, tellWrong } from './wrong.ts';
import { watchXhr } from './xhr.ts';

export type { Options } from './options.ts';
export type { Find, Route } from './routes.ts';

/** What became of the first `init` of the page, whichever copy of this module it called; without `watching` nothing is measured. */
interface Started {
  readonly watching?: Watching;
  readonly begin?: Start;
}

const key = Symbol.for('autonomica.metrics.browser');
const shared = globalThis as { [key]?: Started };

const isUntracked = (): boolean =>
  navigator.doNotTrack === '1' || (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true;

/** In a sandboxed frame and in a file: no beacon takes what `null` sends. */
const isNobodys = (): boolean => origin === 'null';

const isMeasured = ({ sampleRate = 1, respectDoNotTrack = true }: Options): boolean =>
  Math.random() < sampleRate && !(respectDoNotTrack && isUntracked()) && !isNobodys();

function queueOf(app: string, endpoint: string): Queue {
  const queue = new Queue(app, outletTo(endpoint, globalThis.fetch.bind(globalThis)), {
    now: () => performance.now(),
    later(work, ms) {
      const timer = setTimeout(quietly(work), ms);
      return () => clearTimeout(timer);
    },
  });
  const flush = quietly(() => queue.flush());
  addEventListener('pagehide', flush);
  // at the window, after all that the document calls: what is final when the page is hidden is in the queue
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flush();
  });
  return queue;
}

function watchingOf({ app, route }: Options, endpoint: string): Watching {
  const routeOf = routesOf(route);
  const queue = queueOf(app, endpoint);
  const record = quietly((item: Item | undefined) => {
    const text = item && textOf(item);
    if (text !== undefined) queue.add(text);
  });
  let at = { href: '', route: '' };
  const page = (): string => {
    const { href } = location;
    if (at.href !== href) at = { href, route: routeOf(new URL(href)) };
    return at.route;
  };
  return { routeOf, record, page, failures: failures(page) };
}

/** The page's own and those that are allowed; what is no address, or has no origin, is none. */
const originsOf = (allowed: readonly string[]): ReadonlySet<string> =>
  new Set([origin, ...allowed.filter((each) => isAddress(each)).map((each) => new URL(each).origin)]);

function watchCalls(watching: Watching, { allowedOrigins = [] }: Options, endpoint: string): void {
  const begin = callsOf(watching, { origins: originsOf(allowedOrigins), endpoint });
  watchFetch(begin);
  watchXhr(begin);
}

function watch(options: Options, endpoint: string): void {
  const { vitals = true, api = true, navigation = true } = options;
  const watching = watchingOf(options, endpoint);
  shared[key] = { watching };
  // none of them keeps the others from it
  if (api) quietly(watchCalls)(watching, options, endpoint);
  for (const each of [watchLoad, watchErrors, ...(vitals ? [watchVitals] : [])]) quietly(each)(watching);
  const navigate = quietly(() => {
    shared[key] = { watching, begin: watchNavigation(watching) };
  });
  if (navigation) navigate();
}

/**
 * Measures the page from now on. Only the first call in a page does something. It never throws: with a wrong option it measures less, or
 * nothing, and one line in the console says which is wrong and what it must be.
 */
export const init: (options: Options) => void = quietly((options) => {
  if (typeof document === 'undefined' || shared[key] !== undefined) return;
  tellWrong(options);
  if (!isUsable(options)) return;
  const endpoint = new URL(options.endpoint, document.baseURI).href;
  shared[key] = {};
  if (!isMeasured(options)) return;
  const start = quietly(() => watch(options, endpoint));
  // a page that is prerendered may never be seen
  if (document.prerendering) document.addEventListener('prerenderingchange', start, { once: true });
  else start();
});

const record = (item: Item | undefined): void => shared[key]?.watching?.record(item);
const page = (): string | undefined => shared[key]?.watching?.page();

/** Records the load of a page that was measured by hand. */
export const recordPageLoad: (page: string, route: string, seconds: number) => void = quietly((name, route, seconds) =>
  record({ t: 'load', n: name, v: seconds, a: { route } }),
);

/** What became of what a user did. */
export interface Done {
  readonly seconds?: number | undefined;
  readonly outcome?: 'ok' | 'error' | undefined;
}

/** Records that a user did something, and how long it took where that is known. */
export const recordUserAction: (name: string, done?: Done) => void = quietly((name, { seconds, outcome } = {}) => {
  const known = outcome === 'ok' || outcome === 'error' ? outcome : undefined;
  record({ t: 'action', n: name, v: seconds, a: { page: page(), outcome: known } });
});

/** Records a call that neither `fetch` nor `XMLHttpRequest` made; without an answer its status is 0. */
export const recordApiCall: (route: string, method: string, status: number, seconds: number) => void = quietly(
  (route, method, status, seconds) => record(apiItem(route, method, seconds, { status })),
);

/** Records what the page has caught, or the class of an error, as a word that ends in `Error` or `Exception`. An error that is uncaught as well, or recorded again, counts once. */
export const recordError: (error: unknown) => void = quietly((error) => record(shared[key]?.watching?.failures.told(error)));

/**
 * Says that a navigation within the page begins, where a router loads what it shows before it changes the address: it is measured from here.
 * Gives what says that it is over, arrived or called off: what comes next is no more measured from here.
 */
export const startNavigation: () => () => void = () => shared[key]?.begin?.() ?? (() => {});
