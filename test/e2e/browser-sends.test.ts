import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { freePort } from '../pages.ts';
import type { Opened } from './chromium.ts';
import { eventually } from './eventually.ts';
import type { Site } from './site.ts';
import { expectItems, fillBeacon, hide, pageWith, show, sites } from './sites.ts';

describe('how the client for browsers sends, in Chromium (Debian package chromium)', () => {
  const { open, served, opened } = sites();

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
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(1_000);
    await page.goto(site.url, { waitUntil: 'load' });
    await page.evaluate(`metrics.recordUserAction('waits')`);
    await page.clock.runFor(9_999);
    // what was sent before comes before this
    await page.evaluate(`fetch('/api/orders/1').then((response) => response.text())`);
    assert.equal(site.asked, 0);
    await page.clock.runFor(1);
    await expectItems(site, ['action waits page=/', 'api other method=GET status=200']);
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

    it('has one line each time that it is hidden where the endpoint is down', async () => {
      const site = await served('');
      site.page = pageWith('vitals: false').replace('/_metrics/beacon', `http://127.0.0.1:${await freePort()}/_metrics/beacon`);
      const { page, console } = await opened(site);
      for (const lines of [1, 2, 3]) {
        await page.evaluate(`metrics.recordUserAction('hides')`);
        await hide(page);
        await eventually(() => assert.equal(console.length, lines));
        await show(page);
      }
      for (const each of console) assert.match(each, /ERR_CONNECTION_REFUSED/);
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
        for (const headers of [seen, left]) assert.equal(headers?.origin, site.url);
        assert.equal(seen?.cookie, undefined);
        assert.equal(left?.cookie, refuses ? undefined : 'a=b');
        assert.deepEqual(console, []);
      }
      assert.ok(site.items.every(({ t }) => t !== 'api'));
    });

    it('names its origin to its own server whatever Referrer-Policy says, and asks no other before it sends', async () => {
      const own = await served(pageWith('vitals: false'));
      const other = await served('');
      const elsewhere = await served(pageWith('vitals: false').replace('/_metrics/beacon', `${other.url}/_metrics/beacon`));
      const left = [];
      for (const [site, endpoint] of [
        [own, own],
        [elsewhere, other],
      ] as const) {
        site.headers = { 'referrer-policy': 'no-referrer' };
        const { page, console } = await opened(site);
        await fillBeacon(page);
        await eventually(() => assert.equal(endpoint.beacons.length, 1));
        await page.evaluate(`metrics.recordUserAction('left')`);
        await page.goto('about:blank');
        await eventually(() => assert.equal(endpoint.beacons.length, 2));
        for (const { headers } of endpoint.beacons) assert.equal(headers.origin, site.url);
        left.push(...endpoint.beacons.map(({ headers }) => [headers['sec-fetch-mode'], headers['content-type']].join(' ')));
        assert.deepEqual(console, []);
      }
      // by `no-cors`, browsers that do as the standard says name none here
      assert.deepEqual(left, ['cors text/plain', 'cors application/json', 'cors text/plain', 'no-cors text/plain']);
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
