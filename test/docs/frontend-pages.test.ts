import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { withFrameworks } from '../e2e/applications.ts';
import { browser, hasChromium } from '../e2e/chromium.ts';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { timesBy } from '../e2e/points.ts';
import { environment, run } from '../e2e/scratch.ts';
import { type Service, services } from '../e2e/service.ts';
import { slowMs } from '../e2e/site.ts';
import { blocksOf, freePort, write } from '../pages.ts';
import { frontendShown, nextShown } from './shown.ts';

/** What a scrape has of pages, without the vitals. */
interface Seen {
  readonly loads: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  readonly actions: Readonly<Record<string, number>>;
}

function seenIn(text: string): Seen {
  const counts = (name: string, ...labels: readonly string[]): Readonly<Record<string, number>> =>
    timesBy(text, `autonomica_frontend_${name}`, ...labels);
  return {
    loads: counts('page_load_duration_seconds', 'autonomica_frontend_page', 'browser_web_vital_navigation_type'),
    calls: counts('api_request_duration_seconds', 'http_request_method', 'url_template', 'http_response_status_code'),
    errors: counts('errors_total', 'autonomica_frontend_page', 'error_type'),
    actions: counts('user_actions_total', 'autonomica_frontend_action', 'autonomica_frontend_action_outcome'),
  };
}

/** Seconds that the navigations within the page to a route took, all together. */
function navigated(text: string, route: string): number {
  const said = ['autonomica_frontend_page_load_duration_seconds_sum', `autonomica_frontend_page="${route}"`, '"soft-navigation"'];
  const line = text.split('\n').find((each) => said.every((part) => each.includes(part))) ?? 'none';
  return Number(line.slice(line.lastIndexOf(' ')));
}

/** They are measured from where the router begins to load, and not from where it changes the address. */
function assertFromTheStart(text: string, route: string): void {
  const seconds = navigated(text, route);
  assert.ok(seconds >= slowMs / 1000, `${seconds} s`);
}

/** Lets the page send what it has, as if it was left, until the scrape has this. */
const sees = (page: Page, service: Service, expected: Seen): Promise<string> =>
  eventually(async () => {
    await page.evaluate(`dispatchEvent(new Event('pagehide'))`);
    const text = await service.scrape();
    assert.deepEqual(seenIn(text), expected);
    return text;
  });

/** Answers that come late. */
const late = (page: Page, url: RegExp): Promise<unknown> =>
  page.route(url, async (route) => {
    await pause(slowMs);
    await route.continue();
  });

const document = 'docs/integrate-frontend.md';

describe(`${document}: the pages, in Chromium (Debian package chromium)`, () => {
  const start = services();
  const open = browser();
  let folder: string;
  before(async function () {
    if (!hasChromium) this.skip();
    this.timeout(180_000);
    folder = await frontendShown();
  });

  /** Serves a site, its page by whatever path. */
  const serve = (site: string): Service => {
    const cwd = join(folder, '..');
    const at = join(folder, site);
    return start({ cwd, file: 'shop.cjs', args: [readFileSync(join(at, 'index.html'), 'utf8'), at], flag: '--require' });
  };

  /** Builds a site, and serves it. */
  async function built(site: string): Promise<Service> {
    const vite = join(folder, '..', 'node_modules', 'vite', 'bin', 'vite.js');
    const { code, stderr } = await run(process.execPath, [vite, 'build', '--logLevel', 'error'], join(folder, site), environment);
    assert.deepEqual([code, stderr], [0, '']);
    return serve(join(site, 'dist'));
  }

  /** A page where there is only the History API, whose clock goes on when it is told to; what it asks for at some addresses waits for that. */
  async function waiting(service: Service, url: RegExp) {
    const { page } = await open();
    const isLetGo = Promise.withResolvers<void>();
    await page.addInitScript('delete globalThis.navigation');
    await page.clock.install();
    await page.route(url, async (route) => {
      await isLetGo.promise;
      await route.continue();
    });
    await page.goto(await service.url(), { waitUntil: 'load' });
    return { page, aMinute: () => page.clock.fastForward(60_000), letGo: () => isLetGo.resolve() };
  }

  /** Seconds that so many navigations to orders took, all together. */
  const toOrders = (page: Page, service: Service, count: number): Promise<number> =>
    eventually(async () => {
      await page.evaluate(`dispatchEvent(new Event('pagehide'))`);
      const text = await service.scrape();
      assert.equal(seenIn(text).loads['/orders/:id soft-navigation'], count);
      return navigated(text, '/orders/:id');
    });

  it('without a framework: what they catch counts, and what users do', async () => {
    const service = serve('plain');
    const { page, console } = await open();
    await page.goto(await service.url('/orders/7'), { waitUntil: 'load' });
    await page.click('text=Pay');
    await sees(page, service, {
      loads: { '/orders/:id navigate': 1 },
      calls: { 'POST /api/orders/:id 503': 1 },
      errors: { '/orders/:id TypeError': 1 },
      actions: { 'pay error': 1 },
    });
    assert.doesNotMatch(console.join('\n'), /uncaught/);
  });

  it('without a framework, by the server that the page shows: nothing is other, and nobody complains', async () => {
    const frontend = join(await withFrameworks(), 'frontend');
    write(document, frontend);
    const [{ text: command } = { text: '' }] = blocksOf(document).filter(({ info }) => info === 'sh run=plain');
    assert.equal(command, 'node --require @autonomica/metrics/instrumentation server.mjs\n');
    const port = String(await freePort());
    const service = start({ cwd: join(frontend, 'plain'), file: 'server.mjs', flag: '--require', env: { PORT: port } });
    await eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}`)).status, 200));
    const tab = await open();
    await tab.page.goto(`http://localhost:${port}`, { waitUntil: 'load' });
    await tab.page.click('text=Pay');
    await tab.page.waitForFunction(`document.title === 'Paid 2'`);
    const text = await sees(tab.page, service, {
      loads: { '/ navigate': 1 },
      calls: { 'POST /api/orders/:id 200': 1 },
      errors: {},
      actions: { 'pay ok': 1 },
    });
    assert.doesNotMatch(text, /^autonomica_frontend.*"other"/m);
    assert.deepEqual(tab.console, []);
  });

  it('React: what boundaries, the router and nobody catch counts once, by its routes', async () => {
    const service = await built('react');
    const { page, console } = await open();
    await late(page, /\/api\/orders\/7$/);
    await page.goto(await service.url(), { waitUntil: 'load' });
    await page.click('text=Pay');
    await eventually(() =>
      assert.deepEqual(
        console.filter((line) => line.startsWith('uncaught')),
        ['uncaught: status 503'],
      ),
    );
    await page.click('text=Order 7');
    await page.waitForSelector('text=No lines');
    await page.goBack();
    await page.route('**/api/orders/7', (route) => route.abort());
    await page.click('text=Order 7');
    const text = await sees(page, service, {
      loads: { '/ navigate': 1, '/ soft-navigation': 1, '/orders/:id soft-navigation': 2 },
      calls: { 'POST /api/orders/:id 503': 1, 'GET /api/orders/:id 200': 1, 'GET /api/orders/:id -': 1 },
      errors: { '/ RangeError': 1, '/orders/:id TypeError': 2 },
      actions: { 'pay error': 1 },
    });
    assertFromTheStart(text, '/orders/:id');
    // it is the same wait where the router is told to go there again
    const before = navigated(text, '/orders/:id');
    const impatient = await waiting(service, /\/api\/orders\/7$/);
    await impatient.page.click('text=Order 7');
    await impatient.aMinute();
    await impatient.page.click('text=Order 7');
    impatient.letGo();
    await impatient.page.waitForSelector('text=No lines');
    assert.ok((await toOrders(impatient.page, service, 3)) - before >= 60);
  });

  it('Vue: what it and its router catch counts once, by its routes, and is shown as ever', async () => {
    const service = await built('vue');
    const { page, console } = await open();
    await late(page, /\/assets\/order-/);
    await page.goto(await service.url(), { waitUntil: 'load' });
    await page.click('text=Locked');
    await page.click('text=Order 7');
    await page.click('text=Pay');
    const text = await sees(page, service, {
      loads: { '/ navigate': 1, '/orders/:id soft-navigation': 1 },
      calls: { 'POST /api/orders/:id 503': 1 },
      errors: { '/ SyntaxError': 1, '/orders/:id RangeError': 1 },
      actions: {},
    });
    assertFromTheStart(text, '/orders/:id');
    const before = navigated(text, '/orders/:id');
    const calledOff = await waiting(service, /\/assets\/order-/);
    await calledOff.page.click('text=Locked');
    await calledOff.aMinute();
    await calledOff.page.evaluate(`history.pushState(null, '', '/orders/8')`);
    assert.ok((await toOrders(calledOff.page, service, 2)) - before < 60);
    await calledOff.page.click('text=Order 7');
    await calledOff.aMinute();
    calledOff.letGo();
    await calledOff.page.waitForSelector('text=Pay');
    const both = (await toOrders(calledOff.page, service, 3)) - before;
    assert.ok(both >= 60 && both < 120, `${both} s`);
    for (const name of ['SyntaxError', 'RangeError'])
      assert.ok(
        console.some((line) => line.startsWith(`error: ${name}: secret`)),
        name,
      );
  });

  describe('Next.js', () => {
    let cwd: string;
    before(async function () {
      this.timeout(180_000);
      cwd = await nextShown();
    });

    it('what error.jsx shows counts once, by its routes, of the server too', async () => {
      const port = String(await freePort());
      const args = ['start', '--hostname', '127.0.0.1', '--port', port];
      const env = { NEXT_TELEMETRY_DISABLED: '1', SHOP_ORIGIN: `http://127.0.0.1:${port}` };
      const service = start({ cwd, file: 'node_modules/next/dist/bin/next', args, flag: '--require', env });
      const { page } = await open();
      await late(page, /\/orders\/7/);
      await page.goto(await service.url(), { waitUntil: 'load' });
      await page.click('text=Order 7');
      await page.click('text=Fail');
      await page.click('text=Try again');
      await page.click('text=Order 0');
      await page.waitForSelector('text=Try again');
      const text = await sees(page, service, {
        loads: { '/ navigate': 1, '/orders/[id] soft-navigation': 2 },
        calls: { 'GET /orders/[id] 200': 2 },
        errors: { '/orders/[id] TypeError': 1, '/orders/[id] Error': 1 },
        actions: {},
      });
      assertFromTheStart(text, '/orders/[id]');
    });
  });
});
