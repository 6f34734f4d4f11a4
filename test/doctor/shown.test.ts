import assert from 'node:assert/strict';
import { withoutQueries } from '../../src/doctor/shown.ts';
import { Foreign } from './foreign.ts';
import { told } from './told.ts';

describe('what may be secret in the query of a URL', () => {
  for (const [text, shown] of [
    ['http://h/metrics?token=s3cret', 'http://h/metrics?…'],
    ['samples of http://h/metrics?s3cret, which', 'samples of http://h/metrics?…, which'],
    ['Get "https://h:1/m?a=s3cret&b=1": refused', 'Get "https://h:1/m?…": refused'],
    ['Cannot GET /metrics?token=s3cret', 'Cannot GET /metrics?…'],
    ['<pre>/m?token=s3cret</pre>', '<pre>/m?…</pre>'],
    ['(http://a?b=s3cret) http://c?d=s3cret.', '(http://a?…) http://c?….'],
    ['is it http://h/metrics?', 'is it http://h/metrics?'],
    ['up{route=~"/users?(/.*)?"} / a', 'up{route=~"/users?(/.*)?"} / a'],
  ] as const)
    it(`is not in ${shown}`, () => assert.equal(withoutQueries(text), shown));

  it('is shown of no target that Prometheus scrapes, neither of its URL nor of what it answers', async () => {
    const foreign = new Foreign();
    await foreign.listen();
    const secret = 'token=s3cret&key=hidden';
    const at = (path: string): string => `${foreign.url}/${path}/metrics?${secret}`;
    const target = (scrapeUrl: string, more: object): object => ({
      labels: { job: 'api', instance: 'a:1' },
      scrapeUrl,
      lastScrape: new Date().toISOString(),
      health: 'up',
      ...more,
    });
    const activeTargets = [
      target(at('1'), {}),
      target(at('2'), {}),
      target(at('3'), { health: 'down', lastError: `fetching: Get "${at('3')}": EOF` }),
    ];
    foreign.odd(1, '/p/api/v1/targets', (response) => response.end(JSON.stringify({ status: 'success', data: { activeTargets } })));
    foreign.odd(2, '/metrics', (response) => response.writeHead(500).end(`Cannot GET /metrics?${secret}`));
    try {
      const { text } = await told([`--prometheus=${foreign.url}/1/p`, '--timeout=20']);
      assert.match(text, /"target http:[^"]*\/1\/metrics\?…"/);
      assert.match(text, /status 500: Cannot GET \/metrics\?…"/);
      assert.match(text, /"job api, http:[^"]*\/3\/metrics\?…"/);
      assert.match(text, /its scrape fails: fetching: Get \\"http:[^"]*\/metrics\?…\\": EOF/);
      assert.doesNotMatch(text, /s3cret|hidden/);
    } finally {
      await foreign.close();
    }
  });
});
