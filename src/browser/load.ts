import { quietly } from './quietly.ts';
import type { Watching } from './watching.ts';

/** How the page came to be, in the words of web-vitals. */
function typeOf({ type, activationStart = 0 }: PerformanceNavigationTiming): string {
  if (activationStart > 0) return 'prerender';
  return document.wasDiscarded ? 'restore' : type.replace('_', '-');
}

/** Records the load of the page, from its navigation, or from when the prerendered page is shown, to the end of its load event. */
export function watchLoad({ record, page }: Watching): void {
  const landing = page();
  const loaded = quietly(() => {
    for (const entry of performance.getEntriesByType('navigation')) {
      const { loadEventEnd, activationStart = 0 } = entry;
      const seconds = Math.max(0, loadEventEnd - activationStart) / 1000;
      record({ t: 'load', n: landing, v: seconds, a: { route: landing, type: typeOf(entry) } });
    }
  });
  // the load event has its end after all that listen to it
  const soon = (): unknown => setTimeout(loaded);
  if (document.readyState === 'complete') soon();
  else addEventListener('load', soon);
}
