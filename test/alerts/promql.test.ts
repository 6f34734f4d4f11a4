import assert from 'node:assert/strict';
import { bucket, buckets, count, label, labels, series, sum } from '../../src/alerts/promql.ts';
import { counter, gauge, histogram, summary } from '../../src/catalogue/define.ts';
import { namesIn } from './names.ts';

const attributes = {
  route: { name: 'http.route', keep: 5, optional: true },
  status: { name: 'http.response.status_code', keep: 5 },
} as const;
const requests = counter({ name: 'shop.requests', unit: '{request}', means: 'Requests.', attributes });
const duration = histogram({ name: 'shop.duration', unit: 's', means: 'Duration.', attributes, buckets: [0.5, 1, 10] });
const bare = histogram({ name: 'shop.size', unit: 'By', means: 'Size.', buckets: [1, 2.5] });

describe('an expression of a definition', () => {
  it('selects by the names on the wire', () => {
    assert.equal(series(requests), 'shop_requests_total');
    assert.equal(series(gauge({ name: 'shop.fill', unit: '1', means: 'Fill.' })), 'shop_fill_ratio');
    assert.equal(series(requests, { status: 200 }, { job: 'api' }), 'shop_requests_total{job="api", http_response_status_code="200"}');
    assert.equal(count(duration), 'shop_duration_seconds_count');
    assert.equal(sum(duration, { route: '/' }), 'shop_duration_seconds_sum{http_route="/"}');
    assert.equal(buckets(duration, {}, { job: 'api' }), 'shop_duration_seconds_bucket{job="api"}');
    assert.equal(sum(summary({ name: 'shop.wait', unit: 's', means: 'Wait.' })), 'shop_wait_seconds_sum');
  });

  for (const [match, written] of [
    ['a"b\\c\n', String.raw`="a\"b\\c\n"`],
    [true, '="true"'],
    [['only'], '="only"'],
    [['a.b', 'c|d', '(e)'], String.raw`=~"a\\.b|c\\|d|\\(e\\)"`],
    [[], '=~""'],
    [/5../, '=~"5.."'],
    [/^\d+$/, String.raw`=~"^\\d+$"`],
    [{ not: '' }, '!=""'],
    [{ not: ['a', 'b'] }, '!~"a|b"'],
    [{ not: ['a'] }, '!="a"'],
    [{ not: /a|/ }, '!~"a|"'],
    [{ is: /$route/, not: ['a', 'b'] }, '=~"$route", http_route!~"a|b"'],
  ] as const)
    it(`matches ${match instanceof RegExp ? match : JSON.stringify(match)}`, () => {
      const expr = series(requests, { route: match });
      assert.equal(expr, `shop_requests_total{http_route${written}}`);
      namesIn(expr);
    });

  it('leaves out conditions that are undefined', () => {
    const where: { readonly route?: string } = {};
    assert.equal(series(requests, { route: where.route as never }), 'shop_requests_total');
  });

  it('has labels by the keys of the definition, and no others', () => {
    assert.equal(label(requests, 'status'), 'http_response_status_code');
    assert.equal(labels(requests, 'route', 'status'), 'http_route, http_response_status_code');
    assert.throws(() => label(requests, 'gone' as 'route'), new TypeError('metric "shop.requests": no attribute "gone"'));
    assert.throws(() => series(requests, { gone: 1 } as never), new TypeError('metric "shop.requests": no attribute "gone"'));
  });

  it('has a bucket as either Prometheus prints its bound', () => {
    assert.equal(bucket(duration, 0.5), 'shop_duration_seconds_bucket{le="0.5"}');
    assert.equal(bucket(duration, 10), String.raw`shop_duration_seconds_bucket{le=~"10(\\.0)?"}`);
    assert.equal(
      bucket(duration, 1, { status: /2../ }, { job: 'a}b' }),
      String.raw`shop_duration_seconds_bucket{job="a}b", http_response_status_code=~"2..", le=~"1(\\.0)?"}`,
    );
    assert.equal(bucket(bare, 2.5), 'shop_size_bytes_bucket{le="2.5"}');
  });

  it('has no bucket where the histogram has no bound', () => {
    const refusal = new TypeError('metric "shop.duration": 0.7 is no bucket boundary; there are 0.5, 1, 10');
    assert.throws(() => bucket(duration, 0.7), refusal);
  });
});
