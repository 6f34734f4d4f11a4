import assert from 'node:assert/strict';
import { fileOf } from '../pages.ts';
import { browser, hasChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { timesBy } from './points.ts';
import { project } from './scratch.ts';
import { services } from './service.ts';

describe('a page in Chromium (Debian package chromium), its beacons and the scrape', () => {
  const start = services();
  const open = browser();
  before(function () {
    if (!hasChromium) this.skip();
  });

  const counts = (text: string, name: string, ...labels: readonly string[]): Readonly<Record<string, number>> =>
    timesBy(text, `autonomica_frontend_${name}`, ...labels);

  it('have exactly what was done, as the pages about both show it', async () => {
    const args = [fileOf('docs/browser.md', 'index.html')];
    const service = start({ cwd: await project(), file: 'shop.cjs', args, flag: '--require' });
    const { page, console } = await open();
    await page.goto(await service.url(), { waitUntil: 'load' });
    await page.evaluate(
      `new Promise((told) => new PerformanceObserver(told).observe({ type: 'largest-contentful-paint', buffered: true }))`,
    );
    await page.click('#pay');
    await page.click('#pay');
    await page.evaluate(`fetch('/api/orders/7?secret=1').then((response) => response.text())`);
    await page.evaluate(
      `history.pushState(null, '', '/orders/7?secret=2'); new Promise((seen) => requestAnimationFrame(() => setTimeout(() => setTimeout(seen))))`,
    );
    await page.evaluate(`setTimeout(() => { throw new RangeError('secret') })`);
    await page.evaluate(`new Promise((done) => setTimeout(done))`);
    await page.goto('about:blank');
    const text = await eventually(async () => {
      const scraped = await service.scrape();
      assert.deepEqual(counts(scraped, 'user_actions_total', 'autonomica_frontend_action', 'autonomica_frontend_action_outcome'), {
        'pay ok': 2,
      });
      return scraped;
    });
    const at = 'autonomica_frontend_page';
    assert.deepEqual(counts(text, 'page_load_duration_seconds', at, 'browser_web_vital_navigation_type'), {
      '/ navigate': 1,
      '/orders/:id soft-navigation': 1,
    });
    assert.deepEqual(counts(text, 'api_request_duration_seconds', 'http_request_method', 'url_template', 'http_response_status_code'), {
      'GET /api/orders/:id 200': 1,
    });
    assert.deepEqual(counts(text, 'errors_total', 'error_type'), { RangeError: 1 });
    for (const vital of ['ttfb_seconds', 'fcp_seconds', 'lcp_seconds', 'inp_seconds', 'cls'])
      assert.deepEqual(counts(text, `web_vital_${vital}`, at), { '/': 1 }, vital);
    const beacons = counts(text, 'beacon_requests_total', 'autonomica_frontend_beacon_outcome', 'autonomica_reason');
    assert.deepEqual(
      Object.keys(beacons).filter((each) => beacons[each] !== 0),
      ['accepted -'],
    );
    assert.doesNotMatch(text, /secret/);
    assert.deepEqual(console, ['uncaught: secret']);
  });
});
