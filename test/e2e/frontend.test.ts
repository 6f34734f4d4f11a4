import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileOf } from '../pages.ts';
import { browser, hasChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { timesBy } from './points.ts';
import { project } from './scratch.ts';
import { services } from './service.ts';
import { Site } from './site.ts';
import { nextFrame, told } from './sites.ts';

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
    await page.evaluate(told('largest-contentful-paint'));
    await page.click('#pay');
    await page.click('#pay');
    await page.evaluate(told('first-input'));
    await page.evaluate(`fetch('/api/orders/7?secret=1').then((response) => response.text())`);
    await page.evaluate(`history.pushState(null, '', '/orders/7?secret=2'); ${nextFrame}`);
    await page.evaluate(`setTimeout(() => { throw new RangeError('secret') })`);
    await page.evaluate(`new Promise((done) => setTimeout(done))`);
    await page.goto('about:blank');
    const at = 'autonomica_frontend_page';
    const text = await eventually(async () => {
      const scraped = await service.scrape();
      assert.deepEqual(counts(scraped, 'user_actions_total', 'autonomica_frontend_action', 'autonomica_frontend_action_outcome'), {
        'pay ok': 2,
      });
      // what is final when the page is left comes last, in a beacon of its own
      for (const vital of ['ttfb_seconds', 'fcp_seconds', 'lcp_seconds', 'inp_seconds', 'cls'])
        assert.deepEqual(counts(scraped, `web_vital_${vital}`, at), { '/': 1 }, vital);
      return scraped;
    });
    assert.deepEqual(counts(text, 'page_load_duration_seconds', at, 'browser_web_vital_navigation_type'), {
      '/ navigate': 1,
      '/orders/:id soft-navigation': 1,
    });
    assert.deepEqual(counts(text, 'api_request_duration_seconds', 'http_request_method', 'url_template', 'http_response_status_code'), {
      'GET /api/orders/:id 200': 1,
    });
    assert.deepEqual(counts(text, 'errors_total', 'error_type'), { RangeError: 1 });
    const beacons = counts(text, 'beacon_requests_total', 'autonomica_frontend_beacon_outcome', 'autonomica_reason');
    assert.deepEqual(
      Object.keys(beacons).filter((each) => beacons[each] !== 0),
      ['accepted -'],
    );
    assert.doesNotMatch(text, /secret/);
    assert.deepEqual(console, ['uncaught: secret']);
  });

  it('come from another origin to the collector, where that may send', async () => {
    const cwd = await project();
    const site = new Site(cwd, '');
    try {
      const origin = await site.listen();
      const file = join(cwd, 'node_modules', '.bin', 'autonomica-metrics');
      const service = start({ cwd, file, args: ['collector', '--beacon-origins', origin, '--beacon-actions', 'pay'] });
      const endpoint = `${(await service.address()).replace('localhost', '127.0.0.1')}/beacon`;
      site.page = `<!doctype html><link rel="icon" href="data:,"><script type="module">
        import { init, recordUserAction } from '/browser.mjs';
        init({ endpoint: '${endpoint}', app: 'shop' });
        recordUserAction('pay');
      </script>`;
      const { page, console } = await open();
      await page.goto(site.url, { waitUntil: 'load' });
      await page.goto('about:blank');
      await eventually(async () =>
        assert.deepEqual(counts(await service.scrape(), 'user_actions_total', 'autonomica_frontend_action'), { pay: 1 }),
      );
      assert.deepEqual([console, site.asked], [[], 0]);
    } finally {
      await site.close();
    }
  });
});
