import assert from 'node:assert/strict';
import { dashboard as read, dashboardExpressions } from '../../src/doctor/dashboards.ts';
import { meets } from '../../src/doctor/matcher.ts';
import { selectorsOf, selectorText } from '../../src/doctor/selectors.ts';
import { usesOf } from '../../src/doctor/uses.ts';

const texts = (expression: string): readonly string[] | undefined => selectorsOf(expression)?.map(selectorText);

describe('selectors of an expression', () => {
  for (const [expression, expected] of [
    ['vector(1)', []],
    ['up', ['up']],
    ['sum by (job) (rate(a_total{job="api", le=~"1(\\\\.0)?"}[5m] offset 1d)) / b > 0', ['a_total{job="api",le=~"1(\\\\.0)?"}', 'b']],
    ["absent(up{job='it\\'s'})", ['up{job="it\'s"}']],
    ['{__name__="a", b!~`c\\d`}', ['a{b!~"c\\\\d"}']],
    ['{"a.b", "c.d"="e"}', ['{"a.b","c.d"="e"}']],
    ["{'a \\\"b', `c.d`!='e', f='g'} + {__name__='a:b', 'h'='i'}", ['{"a \\\"b","c.d"!="e",f="g"}', 'a:b{h="i"}']],
    ['{__name__=~"a.*"}', ['{__name__=~"a.*"}']],
    ['job:a:rate5m{slo="x"} # a{b="c"}', ['job:a:rate5m{slo="x"}']],
    ['max_over_time(a[1h:5m] @ end())', ['a']],
  ] as const)
    it(expression, () => assert.deepEqual(texts(expression), expected));

  for (const expression of ['up >', 'rate(a[5m)', '', 'a{b=}'])
    it(`none of ${JSON.stringify(expression)}, which is no PromQL`, () => assert.equal(texts(expression), undefined));
});

describe('a condition of a selector', () => {
  it('is met by the whole of a value', () => {
    const matcher = { label: 'a', op: '=~', value: 'b|c.' } as const;
    assert.deepEqual(
      ['b', 'cd', 'bc', ''].map((value) => meets(matcher, value)),
      [true, true, false, false],
    );
    assert.equal(meets({ ...matcher, op: '!~' }, 'bc'), true);
  });

  for (const [value, given] of [
    ['(?i)b', 'B'],
    ['[[:lower:]]+', 'b'],
    ['[^[:lower:]x]', 'B'],
    ['\\Ab', 'b'],
    ['b\\z', 'b'],
    ['\\Q.\\E', '.'],
    ['[]b]', 'b'],
    ['[][]', ']'],
    ['\\pLb', 'ab'],
    ['\\s', '\u00a0'],
    ['(b+)+', 'b'],
  ] as const)
    it(`is undecided where JavaScript has no such expression, or another: ${value}`, () =>
      assert.deepEqual(
        (['=~', '!~'] as const).map((op) => meets({ label: 'a', op, value }, given)),
        [undefined, undefined],
      ));
  for (const [value, given] of [
    ['a\\-b\\.c\\\\d', 'a-b.c\\d'],
    ['[\\-_\\]]+', '-_]'],
    ['a.c', 'a\u{1f600}c'],
    ['(?:a|\\d{2})(x)?', '12'],
  ] as const)
    it(`is decided of ${value}`, () => assert.equal(meets({ label: 'a', op: '=~', value }, given), true));
});

describe('what a dashboard asks', () => {
  const dashboard = {
    title: 'API',
    templating: {
      list: [
        { name: 'job', type: 'query', query: 'label_values(up{job!=""}, job)' },
        { name: 'route', type: 'query', query: { query: 'query_result(topk(1, a))' } },
        { name: 'of', type: 'custom', query: 'a,b' },
      ],
    },
    panels: [
      {
        title: 'Row',
        panels: [{ title: 'Rate', targets: [{ expr: 'sum by ($by) (rate(b_total{job=~"$job", c="${d}", e="f$"}[$__rate_interval]))' }] }],
      },
      { title: 'Text' },
      { title: 'Open', targets: [{ expr: '$metric{a="b"} + {__name__=~"$metric"} + {a!="b"}' }, { expr: '{a="b"}' }] },
      { title: 'Logs', datasource: { type: 'loki' }, targets: [{ expr: '{a="b"} |= "c"' }] },
      {
        title: 'Mixed',
        datasource: { type: 'datasource' },
        targets: [
          { datasource: { type: 'loki' }, expr: '{a="b"} |= "c"' },
          { datasource: { type: 'prometheus' }, expr: 'e' },
        ],
      },
      { title: 'Odd', targets: [{ expr: 'sum(' }, {}] },
    ],
  };

  it('is found in rows and variables, without what variables decide', () => {
    const { uses, findings } = usesOf(dashboardExpressions(read(dashboard, '')));
    assert.deepEqual(
      uses.map(({ where, selector }) => `${where}: ${selectorText(selector)}`),
      [
        'dashboard API, panel Rate: b_total{e="f$"}',
        'dashboard API, panel Open: {a="b"}',
        'dashboard API, panel Mixed: e',
        'dashboard API, variable job: up{job!=""}',
        'dashboard API, variable route: a',
      ],
    );
    assert.deepEqual(
      findings.map(({ check, where }) => `${check} ${where}`),
      ['series.syntax dashboard API, panel Odd'],
    );
  });
});
