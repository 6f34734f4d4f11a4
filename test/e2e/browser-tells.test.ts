import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Item } from '../../src/browser/wire.ts';
import { fileOf } from '../pages.ts';
import { tabs, undriven } from './chromium.ts';
import { eventually, within } from './eventually.ts';
import { slowMs } from './site.ts';
import { expectItems, hide, nextFrame, pageWith, show, sites, told, unmeasured } from './sites.ts';

const plainPage = fileOf('docs/browser.md', 'index.html');

/** A page that goes to the next when that is prerendered, which then goes back. */
const prerenderedPage = `<!doctype html><link rel="icon" href="data:," /><title>Shop</title><h1>Shop</h1>
<script type="speculationrules">{ "prerender": [{ "urls": ["/next"], "eagerness": "immediate" }] }</script>
<script type="module">
  import { init, recordUserAction } from '/browser.mjs';
  if (location.pathname === '/') fetch('/api/waits').then(() => { location.href = '/next'; });
  else {
    init({ endpoint: '/_metrics/beacon', app: 'shop', route: ['/next'] });
    recordUserAction('not seen');
    addEventListener('load', () => setTimeout(() => fetch('/api/loaded')));
    document.addEventListener('prerenderingchange', async () => {
      await ${told('largest-contentful-paint')};
      await ${nextFrame};
      recordUserAction('seen');
      history.back();
    });
  }
</script>`;

/** A page that says when it has been seen, and what becomes of it. */
const watchedPage = `<!doctype html><link rel="icon" href="data:," /><title>Shop</title><h1>Shop</h1>
<script type="module">
  import { init, recordUserAction } from '/browser.mjs';
  init({ endpoint: '/_metrics/beacon', app: 'shop', api: false });
  document.addEventListener('visibilitychange', () => fetch('/api/' + document.visibilityState, { keepalive: true }));
  await ${told('largest-contentful-paint')};
  await ${nextFrame};
  recordUserAction('seen');
  fetch('/api/seen');
</script>`;

/** An answer by which a page says something. */
const resolves =
  ({ resolve }: { readonly resolve: () => void }) =>
  (response: ServerResponse): void => {
    resolve();
    response.end();
  };

const vitalsOf = (page: string, type: string, ...more: readonly string[]): string[] =>
  ['TTFB', 'FCP', 'LCP', 'CLS', ...more].map((name) => `vital ${name} page=${page} type=${type} rating=…`);

describe('what the client for browsers tells, in Chromium (Debian package chromium)', () => {
  const { open, served, opened } = sites();
  const inTab = tabs();

  it('tells exactly what was done in a plain page, as its documentation has it', async () => {
    const site = await served(plainPage);
    const { page, console } = await opened(site);
    await page.evaluate(told('largest-contentful-paint'));
    await page.click('#pay');
    await page.evaluate(told('first-input'));
    await page.evaluate(`fetch('/api/orders/7?secret=1').then((response) => response.text())`);
    await page.evaluate(`history.pushState(null, '', '/orders/7?secret=2')`);
    await page.evaluate(nextFrame);
    await hide(page);
    await expectItems(site, [
      'load / route=/ type=navigate',
      ...vitalsOf('/', 'navigate', 'INP'),
      'action pay page=/ outcome=ok',
      'api /api/orders/:id method=GET status=200',
      'load /orders/:id route=/orders/:id type=soft-navigation',
    ]);
    assert.equal(site.beacons.length, 1);
    const [{ headers, body }] = site.beacons as [(typeof site.beacons)[number]];
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers.origin, site.url);
    assert.deepEqual([body.v, body.app], [1, 'shop']);
    assert.doesNotMatch(JSON.stringify(body), /secret|127\.0\.0\.1/);
    for (const { t, n, v = 0 } of body.items) assert.ok(v >= 0 && v < 30 && (t === 'action' || n === 'CLS' || v > 0), `${t} ${n} ${v}`);
    assert.deepEqual(console, []);
  });

  it('tells the pages of a router that keeps the path in the hash, as its documentation has it', async () => {
    const inHash = fileOf('docs/browser.md', 'in-hash.js').replace(/^export const inHash = (.*);\n$/, '$1');
    const templateOf = `(path) => ({ '/': '/', '/orders/7': '/orders/:id' })[path]`;
    const site = await served(pageWith(`vitals: false, route: ['/api/orders/:id', (${inHash})(${templateOf})]`));
    const { page } = await opened(site);
    await page.evaluate(nextFrame);
    await page.evaluate(`location.hash = '/orders/7?tab=1'`);
    await page.evaluate(nextFrame);
    for (const path of ['/api/orders/7', '/elsewhere']) await page.evaluate(`fetch('${path}').then((response) => response.text())`);
    await page.evaluate('history.back()');
    await eventually(async () => assert.equal(await page.evaluate('location.hash'), ''));
    await page.evaluate(nextFrame);
    await hide(page);
    await expectItems(site, [
      'load / route=/ type=navigate',
      'load /orders/:id route=/orders/:id type=soft-navigation',
      'api /api/orders/:id method=GET status=200',
      'api other method=GET status=200',
      'load / route=/ type=soft-navigation',
    ]);
  });

  it('tells what waits when another tab is in front', async () => {
    const site = await served(watchedPage);
    const [seen, hidden] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    site.answers = { '/api/seen': resolves(seen), '/api/hidden': resolves(hidden) };
    const cover = await inTab(site.url);
    await within('the page', seen.promise);
    assert.deepEqual(site.items, []);
    await cover();
    await within('its end', hidden.promise);
    await expectItems(site, ['load / route=/ type=navigate', ...vitalsOf('/', 'navigate'), 'action seen page=/']);
  });

  it('tells each vital once, as it was when the page was first hidden', async () => {
    const site = await served(pageWith('api: false'));
    const { page } = await opened(site);
    await page.evaluate(told('largest-contentful-paint'));
    await hide(page);
    await eventually(() => assert.ok(site.items.some(({ n }) => n === 'CLS')));
    await show(page);
    await page.evaluate(`document.querySelector('h1').style.marginTop = '200px'; ${told('layout-shift')}`);
    await page.evaluate(`metrics.recordUserAction('seen again')`);
    await page.goto('about:blank');
    // what is final when the page is left comes last
    await eventually(() => assert.ok(['seen again', 'LCP'].every((name) => site.items.some(({ n }) => n === name))));
    const vitals = site.items.filter(({ t }) => t === 'vital').map(({ n, v }) => (n === 'CLS' ? `CLS ${v}` : n));
    assert.deepEqual(vitals.toSorted(), ['CLS 0', 'FCP', 'LCP', 'TTFB']);
  });

  it('tells calls, by fetch and XMLHttpRequest, with how they ended', async () => {
    const site = await served(pageWith(`route: ['/', '/api/:what', '/api/orders/:id'], navigation: false, vitals: false`));
    const { page } = await opened(site);
    await page.evaluate(`(async () => {
      const quietly = (promise) => promise.catch(() => {});
      await fetch('/api/slow');
      await fetch(new Request('/api/orders/1', { method: 'PUT', body: 'x' }));
      await fetch(new URL('/api/orders/2', location), { method: 'delete' });
      await fetch('/api/fails');
      await quietly(fetch('/api/breaks'));
      await quietly(fetch('/api/hangs', { signal: AbortSignal.timeout(50) }));
      const aborted = new AbortController();
      setTimeout(() => aborted.abort(), 50);
      await quietly(fetch('/api/hangs', { signal: aborted.signal }));
      const send = (method, url, work = () => {}) => new Promise((resolve) => {
        const xhr = new XMLHttpRequest();
        xhr.open(method, url);
        xhr.onloadend = resolve;
        work(xhr);
        xhr.send();
      });
      await send('GET', '/api/slow');
      await send('POST', '/api/fails');
      await send('GET', '/api/breaks');
      await send('GET', '/api/hangs', (xhr) => { xhr.timeout = 50; });
      await send('GET', '/api/hangs', (xhr) => setTimeout(() => xhr.abort(), 50));
      metrics.recordApiCall('/socket', 'GET', 0, 0.5);
      await fetch('/_metrics/beacon', { method: 'POST', body: '{"items":[]}' });
    })()`);
    await hide(page);
    await expectItems(site, [
      'load / route=/ type=navigate',
      'api /api/:what method=GET status=200',
      'api /api/orders/:id method=PUT status=200',
      'api /api/orders/:id method=DELETE status=200',
      'api /api/:what method=GET status=500',
      'api /api/:what method=GET error=TypeError',
      'api /api/:what method=GET error=TimeoutError',
      'api /api/:what method=GET error=AbortError',
      'api /api/:what method=GET status=200',
      'api /api/:what method=POST status=500',
      'api /api/:what method=GET error=NetworkError',
      'api /api/:what method=GET error=TimeoutError',
      'api /api/:what method=GET error=AbortError',
      'api /socket method=GET',
    ]);
    const slow = site.items.filter(({ t, a }) => t === 'api' && a['method'] === 'GET' && a['status'] === 200);
    for (const { v = 0 } of slow) assert.ok(v >= slowMs / 1000 - 0.01 && v < 10, String(v));
  });

  it('tells calls to the origins that are allowed, and to no other', async () => {
    const other = await served('');
    const foreign = await served('');
    const site = await served(pageWith(`allowedOrigins: ['http://', 'localhost:3000', 7, '${other.url}/'], vitals: false`));
    const { page } = await opened(site);
    for (const { url } of [other, foreign]) await page.evaluate(`fetch('${url}/api/orders/1').then((response) => response.text())`);
    for (const local of [`'data:,x'`, `URL.createObjectURL(new Blob(['x']))`]) await page.evaluate(`fetch(${local})`);
    await hide(page);
    await expectItems(site, ['load / route=/ type=navigate', 'api other method=GET status=200']);
  });

  it('tells uncaught errors and rejections by class, and those that are told by hand', async () => {
    const site = await served(pageWith(`route: ['/cart'], vitals: false`));
    const { page, console } = await opened(site, '/cart');
    await page.evaluate(`
      class CartError extends Error {}
      setTimeout(() => { throw new RangeError('secret'); });
      setTimeout(() => { throw 'secret'; });
      void Promise.reject(new CartError('secret'));
      Promise.reject(new Error('caught')).catch(() => {});
      metrics.recordError('RenderError');
    `);
    await eventually(() => assert.equal(console.length, 3));
    // observed sizes that change while they are told
    await page
      .evaluate(`new Promise((resolve) => {
      const title = document.querySelector('h1');
      const observer = new ResizeObserver(() => { title.style.height = title.offsetHeight + 1 + 'px'; });
      addEventListener('error', ({ message }) => resolve(message, observer.disconnect()), { once: true });
      observer.observe(title);
    })`)
      .then((said) => assert.match(String(said), /^ResizeObserver loop/));
    await hide(page);
    await expectItems(site, [
      'load /cart route=/cart type=navigate',
      ...['RangeError', '_OTHER', 'CartError', 'RenderError'].map((name) => `error ${name} page=/cart`),
    ]);
    assert.doesNotMatch(JSON.stringify(site.items), /secret/);
  });

  for (const has of [true, false])
    it(`tells navigations within the page ${has ? 'by the Navigation API' : 'where there is only the History API'}`, async () => {
      const site = await served(pageWith(`route: ['/', '/users/:id', '/cart'], vitals: false`));
      const { page } = await open();
      if (!has) await page.addInitScript('delete globalThis.navigation');
      await page.goto(site.url, { waitUntil: 'load' });
      assert.equal(await page.evaluate(`'navigation' in globalThis`), has);
      for (const change of [
        `history.pushState(null, '', '/users/1')`,
        `history.pushState(null, '', '/users/2')`,
        `history.replaceState(null, '', '/users/2?tab=orders')`,
        `history.pushState(null, '', '/users/2#top')`,
        `history.replaceState(null, '', '/cart')`,
        // the first is overtaken
        `history.pushState(null, '', '/users/3'); history.replaceState(null, '', '/users/4')`,
      ])
        await page.evaluate(`${change}; ${nextFrame}`);
      await page.evaluate(`new Promise((resolve) => { addEventListener('popstate', resolve, { once: true }); history.back(); })`);
      await page.evaluate(nextFrame);
      if (has)
        await page.evaluate(`
          navigation.addEventListener('navigate', (event) => event.intercept({
            handler: () => new Promise((resolve) => setTimeout(resolve, ${slowMs})),
          }), { once: true });
          navigation.navigate('/').finished.then(() => ${nextFrame});
        `);
      await hide(page);
      const soft = (to: string): string => `load ${to} route=${to} type=soft-navigation`;
      await expectItems(site, [
        'load / route=/ type=navigate',
        ...['/users/:id', '/users/:id', '/cart', '/users/:id', '/cart', ...(has ? ['/'] : [])].map(soft),
      ]);
      const last = site.items.at(-1);
      if (has) assert.ok((last?.v ?? 0) >= slowMs / 1000 - 0.01, JSON.stringify(last));
    });

  for (const has of [true, false])
    it(`measures a navigation from where a router says that it begins, and no other so, ${has ? 'by' : 'without'} the Navigation API`, async () => {
      const site = await served(pageWith(`route: ['/', '/users/:id', '/cart'], vitals: false`));
      const { page } = await open();
      if (!has) await page.addInitScript('delete globalThis.navigation');
      await page.clock.install();
      await page.goto(site.url, { waitUntil: 'load' });
      const aMinute = (): Promise<void> => page.clock.fastForward(60_000);
      const does = (work: string): Promise<unknown> => page.evaluate(`(async () => { ${work}; await ${nextFrame}; })()`);
      await does(`history.pushState(null, '', '/cart')`);
      // a router hears of it after the client, and does not change the address
      await does(`await new Promise((resolve) => {
        addEventListener('popstate', () => resolve(metrics.startNavigation()), { once: true });
        history.back();
      })`);
      await aMinute();
      await does(`history.pushState(null, '', '/users/1')`);
      await does(`globalThis.over = metrics.startNavigation()`);
      await does('over()');
      await aMinute();
      await does(`history.pushState(null, '', '/cart')`);
      await does(`globalThis.overtaken = metrics.startNavigation()`);
      await does(`globalThis.over = metrics.startNavigation(); overtaken()`);
      await aMinute();
      // as vue-router does, which keeps the place in the page first
      await does(`history.replaceState(null, '', location.href); history.pushState(null, '', '/users/2'); over()`);
      await hide(page);
      const of = ({ t }: Item): boolean => t === 'load';
      await eventually(() =>
        assert.deepEqual(
          site.items.filter(of).map(({ n, v = 0 }) => `${n} ${v >= 60 ? 'a minute' : 'at once'}`),
          ['/cart at once', '/ at once', '/users/:id at once', '/cart at once', '/users/:id a minute'],
        ),
      );
    });

  it('tells the vitals of a page that is come back to, and no second load', async () => {
    const site = await served(pageWith(''));
    const { page, console } = await opened(site);
    await page.evaluate(told('largest-contentful-paint'));
    await page.evaluate(`addEventListener('pageshow', ({ persisted }) => { globalThis.isBack = persisted; })`);
    site.page = unmeasured;
    await page.goto(`${site.url}/elsewhere`);
    const loaded = ['load / route=/ type=navigate', ...vitalsOf('/', 'navigate')];
    await expectItems(site, loaded);
    await page.evaluate(`setTimeout(() => history.back())`);
    await eventually(async () => assert.equal(await page.evaluate('globalThis.isBack'), true));
    await page.evaluate(nextFrame);
    await page.evaluate(`metrics.recordUserAction('back')`);
    await hide(page);
    await expectItems(site, [...loaded, 'action back page=/', ...vitalsOf('/', 'back-forward-cache')]);
    assert.deepEqual(console, []);
  });

  it('tells nothing of a page that is prerendered until it is shown, and then what its user waited for', async () => {
    const site = await served(prerenderedPage);
    const isLoaded = Promise.withResolvers<void>();
    site.answers = {
      '/api/loaded': resolves(isLoaded),
      '/api/waits': (response) => void isLoaded.promise.then(() => response.end()),
    };
    const end = undriven(site.url);
    try {
      await within('a page that is prerendered', isLoaded.promise, 30_000);
      await expectItems(site, ['load /next route=/next type=prerender', ...vitalsOf('/next', 'prerender'), 'action seen page=/next']);
      const waited = Object.fromEntries(site.items.map(({ n, v }) => [n, v]));
      assert.deepEqual([waited['/next'], waited['TTFB']], [0, 0]);
    } finally {
      await end();
    }
  });
});
