import { quietly } from './quietly.ts';
import type { Watching } from './watching.ts';

type Arrived = (since: number) => void;

const isHidden = (): boolean => document.visibilityState === 'hidden';

/** A frame is painted after the callbacks that were asked to come before it. */
const afterPaint = (work: () => void): unknown => requestAnimationFrame(() => setTimeout(work));

/** A transition that the page made its own has ended, or the address was changed. */
function byNavigation(arrived: Arrived): void {
  let since = 0;
  navigation.addEventListener('navigate', ({ timeStamp }) => {
    since = timeStamp;
  });
  navigation.addEventListener('navigatesuccess', () => arrived(since));
}

/** For browsers without the Navigation API. */
function byHistory(arrived: Arrived): void {
  const { prototype } = History;
  for (const method of ['pushState', 'replaceState'] as const)
    prototype[method] = new Proxy(prototype[method], {
      apply(change, self, args) {
        const since = performance.now();
        Reflect.apply(change, self, args);
        arrived(since);
      },
    });
  addEventListener('popstate', ({ timeStamp }) => arrived(timeStamp));
}

/**
 * Records the navigations within the page to another path or route, until the first frame after they are over. One that another overtakes,
 * and one whose frame nobody sees, is not recorded. Gives what says that one begins now, for who loads before the address changes.
 */
export function watchNavigation({ record, page }: Watching): () => void {
  let begun: number | undefined;
  let at = { path: location.pathname, route: page() };
  let latest = 0;
  addEventListener('visibilitychange', () => {
    if (isHidden()) latest += 1;
  });

  const arrived = quietly((changed: number) => {
    const since = begun ?? changed;
    begun = undefined;
    const to = { path: location.pathname, route: page() };
    if (to.path === at.path && to.route === at.route) return;
    at = to;
    latest += 1;
    const own = latest;
    if (isHidden()) return;
    afterPaint(
      quietly(() => {
        const seconds = (performance.now() - since) / 1000;
        if (own === latest) record({ t: 'load', n: to.route, v: seconds, a: { route: to.route, type: 'soft-navigation' } });
      }),
    );
  });
  if ('navigation' in globalThis) byNavigation(arrived);
  else byHistory(arrived);
  return () => {
    begun = performance.now();
  };
}
