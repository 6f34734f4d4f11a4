import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Item } from '../../src/browser/wire.ts';
import { browser, hasChromium, type Opened } from './chromium.ts';
import { eventually } from './eventually.ts';
import { project } from './scratch.ts';
import { Site } from './site.ts';

/** A page that is measured with these options, a script's text. */
export const pageWith = (options: string): string => `<!doctype html><link rel="icon" href="data:," /><title>Shop</title><h1>Shop</h1>
<script type="module">
  import * as metrics from '/browser.mjs';
  globalThis.metrics = metrics;
  metrics.init({ endpoint: '/_metrics/beacon', app: 'shop', ${options} });
</script>`;
/** The same page without the client. */
export const unmeasured = pageWith('').replace(/metrics\.init.*/, '');

/** What an item says but for its value. */
const named = ({ t, n, a }: Item): string =>
  [t, n, ...Object.entries(a).map(([key, value]) => `${key}=${key === 'rating' ? '…' : value}`)].join(' ');
export const sorted = (items: readonly Item[]): string[] => items.map(named).toSorted();

/** Tells the page that nobody sees it any more. */
export const hide = (page: Page): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  `);
export const show = (page: Page): Promise<unknown> =>
  page.evaluate(`
    delete document.visibilityState;
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  `);

/** Until the browser has told something of the page. */
export const told = (type: string): string =>
  `new Promise((resolve) => new PerformanceObserver(() => resolve()).observe({ type: '${type}', buffered: true }))`;

/**
 * Until what a navigation brings about has run: it asks for a frame in a task of its own, before which there may be one already that was asked
 * for here, and tells in the task after.
 */
export const nextFrame = `new Promise((done) => {
  const frame = (next) => setTimeout(() => requestAnimationFrame(() => setTimeout(next)));
  frame(() => frame(() => setTimeout(done)));
})`;

export const fillBeacon = (page: Page): Promise<unknown> =>
  page.evaluate(`for (let i = 0; i < 50; i += 1) metrics.recordUserAction('fill')`);

/** What came, before the ten seconds are over after which anything does. */
export const expectItems = (site: Site, expected: readonly string[]): Promise<void> =>
  eventually(() => assert.deepEqual(sorted(site.items), expected.toSorted()), 5_000);

interface Sites {
  readonly open: ReturnType<typeof browser>;
  /** Serves a page, until the suite is over. */
  readonly served: (html: string) => Promise<Site>;
  readonly opened: (site: Site, path?: string) => Promise<Opened>;
}

/** Sites for a suite of tests, and a browser that opens them. */
export function sites(): Sites {
  const open = browser();
  const all: Site[] = [];
  after(() => Promise.all(all.map((site) => site.close())));
  before(function () {
    if (!hasChromium) this.skip();
  });
  return {
    open,
    async served(html) {
      const site = new Site(await project(), html);
      all.push(site);
      await site.listen();
      return site;
    },
    async opened(site, path = '/') {
      const tab = await open();
      await tab.page.goto(site.url + path, { waitUntil: 'load' });
      return tab;
    },
  };
}
