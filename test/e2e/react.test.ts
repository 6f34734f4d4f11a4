import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parse } from '../../src/exposition/parse.ts';
import { browser, hasChromium } from './chromium.ts';
import { ask } from './client.ts';
import { eventually } from './eventually.ts';
import { project, root } from './scratch.ts';
import { type Service, services } from './service.ts';
import { hide, show } from './sites.ts';
import { seen, spoken, walk, walked } from './walk.ts';

/** How long the service takes for a run. */
const slowSeconds = 0.3;

function assertSaid(console: readonly string[], expected: readonly RegExp[]): void {
  assert.equal(console.length, expected.length, console.join('\n'));
  for (const each of expected)
    assert.ok(
      console.some((line) => each.test(line)),
      `${String(each)}: ${console.join('\n')}`,
    );
}

interface Counted {
  readonly count: number;
  readonly sum: number;
  /** Bounds of buckets that have something in them. */
  readonly within: readonly number[];
}

const prefix = /^(autonomica_frontend_|http_|browser_web_vital_)/;

/** All that is told of the frontend, as `name label=value`, but for what is zero. */
function frontend(text: string): ReadonlyMap<string, Counted> {
  const all = new Map<string, Counted>();
  for (const { name, type, bounds, rows } of parse(text).filter((family) => family.name.startsWith('autonomica_frontend_')))
    for (const { labels, chunk, at } of rows) {
      const said = [...labels].map(([label, value]) => `${label.replace(prefix, '')}=${value}`);
      const counts = [...chunk.subarray(at + 1, at + 2 + bounds.length)];
      const count = type === 'histogram' ? counts.reduce((a, b) => a + b, 0) : (chunk[at] as number);
      const within = [...bounds, Number.POSITIVE_INFINITY].filter((_, i) => (counts[i] ?? 0) > 0);
      if (count > 0) all.set([name.replace(prefix, ''), ...said].join(' '), { count, sum: chunk[at] as number, within });
    }
  return all;
}

/** No wait is shorter than the service makes it, nor much longer than a browser needs on a busy machine. */
function assertSane(all: ReadonlyMap<string, Counted>): void {
  for (const [name, { count, sum, within }] of all) {
    if (!/_seconds /.test(name)) continue;
    const least = /action=run action_outcome=ok|POST response_status_code=200/.test(name) ? slowSeconds : 0;
    assert.ok(sum / count >= least && sum / count < 10, `${name} took ${sum / count} s`);
    assert.ok(
      within.every((bound) => bound >= least && bound <= 15),
      `${name} is within ${within.join(' ')}`,
    );
  }
}

describe('a React application in Chromium (Debian package chromium), and the scrape', () => {
  const start = services();
  const open = browser();
  let service: Service;
  before(async function () {
    if (!hasChromium) this.skip();
    const args = [join(root, 'examples/frontend')];
    service = start({ cwd: await project(), file: 'console.mjs', args, flag: '--import' });
    await service.url();
  });

  const beacons = async (): Promise<number> => Number((await ask(await service.url('/beacons'))).body);

  it('have exactly what was done', async () => {
    const { page, console } = await open();
    await page.goto(await service.url('/'), { waitUntil: 'load' });
    await walk(page);
    await hide(page);
    const expect = (expected: Readonly<Record<string, number>>): Promise<void> =>
      eventually(async () => {
        const all = frontend(await service.scrape());
        const accepted = { 'beacon_requests_total beacon_outcome=accepted': await beacons() };
        assert.deepEqual(Object.fromEntries([...all].map(([name, { count }]) => [name, count])), { ...expected, ...accepted });
        assertSane(all);
      });
    await expect(walked);
    await show(page);
    await page.getByRole('button', { name: 'dark' }).click();
    await page.close();
    await expect({ ...walked, 'user_actions_total action=theme app=console page=/settings': 1 });
    assertSaid(console, spoken);
  });

  describe('whatever becomes of its beacons', () => {
    let works: readonly string[];

    const cases = [
      ['works', 'are taken', []],
      ['fails', 'are answered 500', [/status of 500/]],
      ['down', 'are not answered', [/net::ERR_(EMPTY_RESPONSE|CONNECTION_RESET)/]],
      ['slow', 'hang', []],
      ['forbidden', 'are forbidden by its content security policy', [/Content Security Policy/, /Content Security Policy/]],
    ] as const;
    for (const [take, end, more] of cases)
      it(`is the same page where they ${end}, and its console has what the documentation says`, async () => {
        await ask(await service.url(`/take/${take}`));
        const { page, console } = await open();
        await page.goto(await service.url('/'), { waitUntil: 'load' });
        const first = await walk(page);
        works ??= first;
        assert.deepEqual(first, works);
        // more than one beacon has room for
        await page.evaluate(`for (let i = 0; i < 60; i += 1) document.querySelector('[aria-label=Theme] button').click()`);
        await eventually(async () => {
          if (take !== 'forbidden') assert.ok((await beacons()) > 0);
          assertSaid(console, [...spoken, ...more]);
        });
        await hide(page);
        await show(page);
        await page.getByRole('link', { name: 'Tasks', exact: true }).click();
        assert.match(await seen(page, 'goal 1'), /Tasks of iris/);
        assertSaid(console, [...spoken, ...more]);
      });
  });
});
