import assert from 'node:assert/strict';
import { eventually } from './eventually.ts';
import { expectItems, fillBeacon, hide, pageWith, sites, sorted, unmeasured } from './sites.ts';

describe('a page with the client for browsers, in Chromium (Debian package chromium)', () => {
  const { open, served, opened } = sites();

  it('gets what it would have got', async () => {
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

  it('is not measured where its user does not want it, unless told to, nor where it is not sampled', async () => {
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

  it('is not measured in a sandboxed frame, whose beacons nobody takes', async () => {
    const site = await served(pageWith(''));
    const around = '<!doctype html><link rel="icon" href="data:," /><iframe sandbox="allow-scripts" src="/"></iframe>';
    site.answers = { '/around': (response) => response.setHeader('content-type', 'text/html').end(around) };
    const { page, console } = await opened(site, '/around');
    const [, frame] = page.frames();
    assert.equal(await frame?.evaluate(`import('/browser.mjs').then(() => origin)`), 'null');
    await frame?.evaluate(`for (let i = 0; i < 50; i += 1) metrics.recordUserAction('fill')`);
    // what was sent before comes before this
    await frame?.evaluate(`fetch('/api/orders/1').then((response) => response.text())`);
    assert.deepEqual([site.asked, console], [0, []]);
  });

  it('starts it once, and never sees it throw', async () => {
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
      `const others = [{ endpoint: 'localhost:3000/_b', app: '' }, { endpoint: Object.create(null), app: () => {} }];
      metrics.recordUserAction('early'); for (const options of [undefined, null, {}, ...others]) metrics.init(options)`,
    );
    await early.page.evaluate(`metrics.init({ endpoint: '/_metrics/beacon', app: 'late', vitals: false })`);
    await hide(early.page);
    await eventually(() =>
      assert.deepEqual(
        none.beacons.map(({ body }) => body.app),
        ['late'],
      ),
    );
    const neither = '"endpoint": undefined is not a path or a URL; "app": undefined is not a name';
    const noOrigin = '"endpoint": "localhost:3000/_b" is not a path or a URL; "app": "" is not a name';
    const noText = '"endpoint": {} is not a path or a URL; "app": function is not a name';
    assert.deepEqual(
      [none.items.length, early.console],
      [1, [neither, neither, neither, noOrigin, noText].map((said) => `warning: @autonomica/metrics: init: ${said}`)],
    );
  });

  it('says in one line which of its options are wrong, and measures what it can', async () => {
    const wrong = `vitals: false, rout: ['/'], sampleRate: 50, allowedOrigins: ['localhost:3000', 'https://api.example.com'], api: 'no'`;
    const site = await served(pageWith(wrong));
    const { page, console } = await opened(site);
    await hide(page);
    await expectItems(site, ['load / route=/ type=navigate']);
    assert.deepEqual(console, [
      'warning: @autonomica/metrics: init: "rout" is unknown; "sampleRate": 50 is not a share from 0 to 1; ' +
        '"allowedOrigins": ["localhost:3000","https://api.example.com"] is not a list such as https://api.example.com; "api": "no" is not true or false',
    ]);
  });
});
