import { quietly } from './quietly.ts';
import type { Watching } from './watching.ts';

type Arrived = (since: number) => unknown;
/** Says that a navigation begins; gives what says that it is over. */
export type Start = () => () => void;

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
 * and one whose frame nobody sees, is not recorded. Gives what says that one begins now, for who loads before the address changes; that gives
 * what says that it is over.
 */
export function watchNavigation({ record, page }: Watching): Start {
  let begun: { readonly since: number } | undefined;
  let at = { path: location.pathname, route: page() };
  let latest = 0;
  addEventListener('visibilitychange', () => {
    if (isHidden()) latest += 1;
  });

  const arrived = quietly((changed: number) => {
    const { since } = begun ?? { since: changed };
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
  // in a task of its own: a router may change the address twice for one navigation, and hear of it after us
  const soon = (changed: number): unknown => setTimeout(() => arrived(changed));
  if ('navigation' in globalThis) byNavigation(soon);
  else byHistory(soon);
  return () => {
    const own = { since: performance.now() };
    begun = own;
    const over = (): void => {
      if (begun === own) begun = undefined;
    };
    // where it has just arrived, that is told at the end of this task, and looked at in the next
    return () => void setTimeout(() => setTimeout(over));
  };
}
