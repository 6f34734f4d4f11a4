import type { Item } from '../../src/browser/wire.ts';

/** A beacon, as the client for browsers sends it. */
interface Beacon {
  readonly v: 1;
  readonly app: 'invented';
  readonly items: readonly Item[];
}

/** Most are about it, few take three times as long. */
const about = (seconds: number): number => seconds * Math.exp(Math.random() + Math.random() + Math.random() - 1.5);
const isOneIn = (many: number): boolean => Math.random() < 1 / many;
const vital = (n: string, v: number, page: string): Item => ({ t: 'vital', n, v, a: { page, type: 'navigate' } });
const call = (n: string, method: string, seconds: number, status = 200): Item => ({
  t: 'api',
  n,
  v: about(seconds),
  a: { method, status },
});

const arrival = (): Item[] => [
  { t: 'load', n: '/', v: about(0.9), a: { route: '/', type: 'navigate' } },
  vital('TTFB', about(0.12), '/'),
  vital('FCP', about(0.8), '/'),
  vital('LCP', about(1.3), '/'),
  vital('INP', about(0.06), '/'),
  vital('CLS', isOneIn(5) ? about(0.12) : 0, '/'),
  call('/agents', 'GET', 0.03),
  call('/agents/:id/tasks', 'GET', 0.06),
];

function run(): Item[] {
  const page = '/tasks/:agent/:task';
  const outcome = isOneIn(5) ? 'error' : 'ok';
  const asked = call('/agents/:id/tasks/:task/runs', 'POST', 1.5, outcome === 'ok' ? 200 : 500);
  return [
    { t: 'load', n: page, v: about(0.04), a: { route: page, type: 'soft-navigation' } },
    call('/agents/:id/tasks/:task', 'GET', 0.03),
    asked,
    { t: 'action', n: 'run', v: asked.v, a: { page, outcome } },
  ];
}

/** What a page would send of the visit of a user. There was none: so its application is called `invented`. */
export const visit = (): Beacon => ({
  v: 1,
  app: 'invented',
  items: [
    ...arrival(),
    ...(isOneIn(2) ? run() : []),
    ...(isOneIn(8) ? [{ t: 'error', n: 'TypeError', a: { page: '/settings' } } as const] : []),
  ],
});
