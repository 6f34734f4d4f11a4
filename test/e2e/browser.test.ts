import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Item } from '../../src/browser/wire.ts';
import { fileOf, freePort } from '../pages.ts';
import { browser, hasChromium, type Opened } from './chromium.ts';
import { eventually } from './eventually.ts';
import { project } from './scratch.ts';
import { Site, slowMs } from './site.ts';

const plainPage = fileOf('docs/browser.md', 'index.html');

/** A page that is measured with these options, a script's text. */
const pageWith = (options: string): string => `<!doctype html><link rel="icon" href="data:," /><title>Shop</title><h1>Shop</h1>
<script type="module">
  import * as metrics from '/browser.mjs';
  globalThis.metrics = metrics;
  metrics.init({ endpoint: '/_metrics/beacon', app: 'shop', ${options} });
</script>`;
/** The same page without the client. */
const unmeasured = pageWith('').replace(/metrics\.init.*/, '');

/** What an item says but for its value. */
const named = ({ t, n, a }: Item): string =>
  [t, n, ...Object.entries(a).map(([key, value]) => `${key}=${key === 'rating' ? '…' : value}`)].join(' ');
const sorted = (items: readonly Item[]): string[] => items.map(named).toSorted();

/** Tells the page that nobody sees it any more. */
const hide = (page: Page): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  `);
const show = (page: Page): Promise<unknown> =>
  page.evaluate(`
    delete document.visibilityState;
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  `);

/** Until the browser has told something of the page. */
const told = (type: string): string =>
  `new Promise((resolve) => new PerformanceObserver(() => resolve()).observe({ type: '${type}', buffered: true }))`;

/** Until a frame is painted, and what waits for it has run. */
const nextFrame = 'new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => setTimeout(resolve))))';

const fillBeacon = (page: Page): Promise<unknown> => page.evaluate(`for (let i = 0; i < 50; i += 1) metrics.recordUserAction('fill')`);

describe('the client for browsers in Chromium (Debian package chromium)', () => {
  const open = browser();
  const sites: Site[] = [];
  after(() => Promise.all(sites.map((site) => site.close())));
  before(function () {
    if (!hasChromium) this.skip();
  });

  async function served(html: string): Promise<Site> {
    const site = new Site(await project(), html);
    sites.push(site);
    await site.listen();
    return site;
  }

  async function opened(site: Site, path = '/'): Promise<Opened> {
    const tab = await open();
    await tab.page.goto(site.url + path, { waitUntil: 'load' });
    return tab;
  }

  /** What came, before the ten seconds are over after which anything does. */
  const expectItems = (site: Site, expected: readonly string[]): Promise<void> =>
    eventually(() => assert.deepEqual(sorted(site.items), expected.toSorted()), 5_000);

  it('tells exactly what was done in a plain page, as its documentation has it', async () => {
    const site = await served(plainPage);
    const { page, console } = await opened(site);
    await page.evaluate(told('largest-contentful-paint'));
    await page.click('#pay');
    await page.evaluate(`fetch('/api/orders/7?secret=1').then((response) => response.text())`);
    await page.evaluate(`history.pushState(null, '', '/orders/7?secret=2')`);
    await page.evaluate(nextFrame);
    await hide(page);
    const vitals = ['TTFB', 'FCP', 'LCP', 'CLS', 'INP'].map((name) => `vital ${name} page=/ type=navigate rating=…`);
    await expectItems(site, [
      'load / route=/ type=navigate',
      ...vitals,
      'action pay page=/ outcome=ok',
      'api /api/orders/:id method=GET status=200',
      'load /orders/:id route=/orders/:id type=soft-navigation',
    ]);
    assert.equal(site.beacons.length, 1);
    const [{ headers, body }] = site.beacons as [Site['beacons'][number]];
    assert.equal(headers['content-type'], 'text/plain');
    assert.equal(headers.origin, site.url);
    assert.deepEqual([body.v, body.app], [1, 'shop']);
    assert.doesNotMatch(JSON.stringify(body), /secret|127\.0\.0\.1/);
    for (const { t, n, v = 0 } of body.items) assert.ok(v >= 0 && v < 30 && (t === 'action' || n === 'CLS' || v > 0), `${t} ${n} ${v}`);
    assert.deepEqual(console, []);
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
    await eventually(() => assert.ok(site.items.some(({ n }) => n === 'seen again')));
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
    const site = await served(pageWith(`allowedOrigins: ['${other.url}/'], vitals: false`));
    const { page } = await opened(site);
    for (const { url } of [other, foreign]) await page.evaluate(`fetch('${url}/api/orders/1').then((response) => response.text())`);
    await page.evaluate(`fetch('data:,x')`);
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

  it('sends what waits when the page is closed or left, and goes on when it is seen again', async () => {
    const site = await served(pageWith('vitals: false'));
    const { page } = await opened(site);
    await page.evaluate(`document.addEventListener('visibilitychange', () => metrics.recordUserAction('hides'), { once: true })`);
    await hide(page);
    const hidden = ['load / route=/ type=navigate', 'action hides page=/'];
    await expectItems(site, hidden);
    await show(page);
    await page.evaluate(`metrics.recordUserAction('left')`);
    await page.goto('about:blank');
    const left = [...hidden, 'action left page=/'];
    await expectItems(site, left);
    const closed = await opened(site);
    await closed.page.evaluate(`metrics.recordUserAction('closed', { seconds: 0.25 })`);
    await closed.page.close();
    await expectItems(site, [...left, 'load / route=/ type=navigate', 'action closed page=/']);
    assert.equal(site.items.find(({ n }) => n === 'closed')?.v, 0.25);
  });

  it('sends what waits when the page is left and nobody is told that it is hidden', async () => {
    const site = await served(pageWith('vitals: false'));
    const { page } = await open();
    await page.addInitScript(`addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true)`);
    await page.goto(site.url, { waitUntil: 'load' });
    await page.evaluate(`metrics.recordUserAction('left')`);
    await page.goto('about:blank');
    await expectItems(site, ['load / route=/ type=navigate', 'action left page=/']);
  });

  it('sends after 10 s what was recorded', async () => {
    const site = await served(pageWith('vitals: false'));
    const { page } = await open();
    await page.clock.install();
    await page.goto(site.url, { waitUntil: 'load' });
    await page.evaluate(`metrics.recordUserAction('waits')`);
    // this clock goes on by itself, too
    await page.clock.runFor(5_000);
    assert.equal(site.asked, 0);
    await page.clock.runFor(5_000);
    await expectItems(site, ['action waits page=/']);
  });

  it('gives the page what it would have got', async () => {
    const script = `(async () => {
      const said = [];
      const say = (...what) => said.push(what.join(' '));
      const settled = (promise) => promise.then((value) => value.constructor.name + ' ' + value.status + ' ' + new URL(value.url).pathname,
        (error) => (error?.name ?? 'reason') + ' ' + (error?.message ?? error));
      say(fetch.name, fetch.length, fetch('/api/a').constructor.name, Object.keys(Object.getOwnPropertyDescriptor(globalThis, 'fetch')));
      say(await settled(fetch('/api/orders/1', { method: 'POST', body: 'x' })));
      say(await settled(fetch()));
      say(await settled(fetch.call({}, '/api/a')));
      say(await settled(fetch.call(undefined, '/api/a')));
      say(await settled(fetch('http://')));
      say(await settled(fetch('/api/a', { method: '' })));
      say(await settled(fetch({ toString: () => { say('asked once'); return '/api/b'; } })));
      const reason = { why: 'because' };
      const abort = new AbortController();
      const hanging = fetch('/api/hangs', { signal: abort.signal });
      abort.abort(reason);
      say(await hanging.catch((error) => error === reason));
      const unhandled = new Promise((resolve) => addEventListener('unhandledrejection', (event) => {
        event.preventDefault();
        resolve(event);
      }));
      const lost = fetch('/api/breaks');
      const event = await unhandled;
      say(event.promise === lost, event.reason.name, event.reason.message);
      const { prototype } = XMLHttpRequest;
      say(prototype.open.name, prototype.open.length, prototype.send.name, prototype.send.length, Object.keys(prototype).length);
      const thrown = (work) => { try { return work(); } catch (error) { return error.name + ' ' + error.message; } };
      say(thrown(() => new XMLHttpRequest().send()));
      say(thrown(() => new XMLHttpRequest().open('GET')));
      say(thrown(() => new XMLHttpRequest().open('a b', '/')));
      say(thrown(() => prototype.open.call({}, 'GET', '/')));
      const xhr = new XMLHttpRequest();
      let turn = 0;
      const events = ['readystatechange', 'loadstart', 'progress', 'load', 'error', 'abort', 'timeout', 'loadend'];
      await new Promise((resolve) => {
        for (const type of events) xhr.addEventListener(type, function () {
          say(type, this === xhr, xhr.readyState, xhr.status);
          if (type === 'loadend') return resolve();
          if (type !== 'load' || turn++ > 0) return;
          xhr.open('POST', new URL('/api/orders/2', location), true);
          say(xhr.send('y'));
        });
        say(xhr.open('GET', '/api/orders/1'), xhr.send());
      });
      say(xhr.responseText);
      const sync = new XMLHttpRequest();
      sync.open('GET', '/api/orders/3', false);
      sync.send();
      say(sync.status, sync.responseText);
      say(history.pushState.name, history.pushState.length, history.pushState(1, '', '/b'), history.state, location.pathname);
      return said;
    })()`;
    const site = await served(unmeasured);
    const without = await (await opened(site)).page.evaluate(script);
    site.page = pageWith('');
    const { page } = await opened(site);
    assert.deepEqual(await page.evaluate(script), without);
    await hide(page);
    const posts = ['api other method=POST status=200', 'api other method=POST status=200'];
    await eventually(() =>
      assert.deepEqual(
        sorted(site.items).filter((item) => /method=POST/.test(item)),
        posts,
      ),
    );
  });

  it('measures nothing of users who do not want it, unless told to, nor of those who are not sampled', async () => {
    const cases = [
      ['', `navigator.doNotTrack`, '1', 0],
      ['', `navigator.globalPrivacyControl`, 'true', 0],
      ['respectDoNotTrack: false', `navigator.doNotTrack`, '1', 1],
      ['sampleRate: 0', '', '', 0],
      ['sampleRate: 1', '', '', 1],
    ] as const;
    for (const [options, where, value, beacons] of cases) {
      const site = await served(pageWith(options));
      const { page } = await open();
      if (where !== '')
        await page.addInitScript(
          `Object.defineProperty(navigator, '${where.split('.')[1]}', { get: () => ${value === '1' ? `'1'` : value} })`,
        );
      await page.goto(site.url, { waitUntil: 'load' });
      const native = await page.evaluate(`Object.hasOwn(document, 'x') || fetch.toString().startsWith('function fetch')`);
      assert.equal(native, beacons === 0, options);
      await fillBeacon(page);
      // what was sent before comes before this
      await page.evaluate(`fetch('/api/orders/1').then((response) => response.text())`);
      await eventually(() => assert.equal(site.asked >= 1, beacons === 1, options));
    }
  });

  it('is started once, and never throws', async () => {
    const again = `metrics.init({ endpoint: '/else', app: 'else' });
      const copy = await import('/browser.mjs?copy');
      copy.init({ endpoint: '/else', app: 'else' });
      copy.recordUserAction('copy');`;
    const wrong = `for (const args of [[], [null], [undefined, null], [{}, {}, {}, {}], ['', '', Number.NaN, -1]])
        for (const call of Object.values(metrics)) call(...args);`;
    const site = await served(pageWith('vitals: false'));
    const { page, console } = await opened(site);
    await page.evaluate(`(async () => { ${again} ${wrong} })()`);
    await hide(page);
    await expectItems(site, ['load / route=/ type=navigate', 'action copy page=/']);
    assert.deepEqual(console, []);
    const none = await served(unmeasured);
    const early = await opened(none);
    await early.page.evaluate(
      `metrics.recordUserAction('early'); for (const options of [undefined, null, {}, { endpoint: 'http://' }]) metrics.init(options)`,
    );
    await early.page.evaluate(`metrics.init({ endpoint: '/_metrics/beacon', app: 'late', vitals: false })`);
    await hide(early.page);
    await eventually(() =>
      assert.deepEqual(
        none.beacons.map(({ body }) => body.app),
        ['late'],
      ),
    );
    assert.deepEqual([none.items.length, early.console], [1, []]);
  });

  describe('whatever becomes of its beacons', () => {
    const works = (page: Page): Promise<unknown> => page.evaluate(`fetch('/api/orders/1').then((response) => response.text())`);

    /** The page goes on, and so does its console. */
    async function expectSaid({ page, console }: Opened, site: Site, asked: number, said: readonly RegExp[]): Promise<void> {
      for (let i = 0; i < 3; i += 1) await fillBeacon(page);
      assert.equal(await works(page), 'GET ');
      assert.equal(site.asked, asked);
      assert.equal(console.length, said.length, console.join('\n'));
      for (const [i, each] of said.entries()) assert.match(console[i] ?? '', each);
    }

    it('has one line in its console where the endpoint is down', async () => {
      const site = await served('');
      site.page = pageWith('').replace('/_metrics/beacon', `http://127.0.0.1:${await freePort()}/_metrics/beacon`);
      const tab = await opened(site);
      await fillBeacon(tab.page);
      await eventually(() => assert.equal(tab.console.length, 1));
      await expectSaid(tab, site, 0, [/ERR_CONNECTION_REFUSED/]);
    });

    it('has one line in its console where the endpoint answers 500, and tries again after a minute, and after two', async () => {
      const site = await served(pageWith(''));
      site.answer = 500;
      const tab = await open();
      await tab.page.clock.install();
      await tab.page.goto(site.url, { waitUntil: 'load' });
      await fillBeacon(tab.page);
      await eventually(() => assert.equal(tab.console.length, 1));
      await expectSaid(tab, site, 1, [/500/]);
      // a request that is under way ends after ten seconds of this clock
      await tab.page.clock.runFor(65_000);
      await eventually(() => assert.equal(tab.console.length, 2));
      await expectSaid(tab, site, 2, [/500/, /500/]);
      site.answer = 204;
      await tab.page.clock.runFor(100_000);
      await expectSaid(tab, site, 2, [/500/, /500/]);
      await tab.page.clock.runFor(24_000);
      await eventually(() => assert.equal(site.items.length, 50));
    });

    it('is quiet where the endpoint hangs, and holds one connection', async () => {
      const site = await served(pageWith(''));
      site.answer = undefined;
      const tab = await opened(site);
      await fillBeacon(tab.page);
      await eventually(() => assert.equal(site.asked, 1));
      await expectSaid(tab, site, 1, []);
    });

    it('sends by fetch while it is seen, without cookies, and by sendBeacon when it is left, or by fetch where that refuses', async () => {
      const site = await served(pageWith(''));
      for (const refuses of [false, true]) {
        const { page, console } = await open();
        const script = refuses ? 'navigator.sendBeacon = () => false;' : '';
        await page.addInitScript(`${script} document.cookie = 'a=b'`);
        await page.goto(site.url, { waitUntil: 'load' });
        const from = site.beacons.length;
        await fillBeacon(page);
        await eventually(() => assert.equal(site.beacons.length, from + 1));
        await hide(page);
        await eventually(() => assert.equal(site.beacons.length, from + 2));
        const [seen, left] = site.beacons.slice(from).map(({ headers }) => headers);
        for (const headers of [seen, left]) assert.deepEqual([headers?.['content-type'], headers?.origin], ['text/plain', site.url]);
        assert.equal(seen?.cookie, undefined);
        assert.equal(left?.cookie, refuses ? undefined : 'a=b');
        assert.deepEqual(console, []);
      }
      assert.ok(site.items.every(({ t }) => t !== 'api'));
    });

    it('has what the browser says of one in its console where a content security policy forbids them, and sends nothing more', async () => {
      const site = await served(pageWith(''));
      site.headers = { 'content-security-policy': `connect-src ${site.url}/api/` };
      const { page, console } = await open();
      await page.clock.install();
      await page.goto(site.url, { waitUntil: 'load' });
      await fillBeacon(page);
      await eventually(() => assert.equal(console.length, 2));
      await page.clock.runFor(75_000);
      await expectSaid({ page, console }, site, 0, [/Content Security Policy/, /Content Security Policy/]);
    });
  });
});
