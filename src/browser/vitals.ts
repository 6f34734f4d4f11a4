import { type Metric, onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';
import { quietly } from './quietly.ts';
import type { Watching } from './watching.ts';

/**
 * Records the web vitals, of the page that was loaded or came back, each id once: the value that is final when it is first known or the page
 * is first hidden.
 */
export function watchVitals({ record, page }: Watching): void {
  let arrived = page();
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) arrived = page();
  });

  const told = new Map<string, string>();
  const report = quietly(({ name, id, value, rating, navigationType: type }: Metric) => {
    if (told.get(name) === id) return;
    told.set(name, id);
    record({ t: 'vital', n: name, v: name === 'CLS' ? value : value / 1000, a: { page: arrived, type, rating } });
  });
  for (const on of [onTTFB, onFCP, onLCP, onCLS, onINP]) on(report);
}
