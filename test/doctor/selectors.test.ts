import assert from 'node:assert/strict';
import { meets } from '../../src/doctor/matcher.ts';
import { selectorsOf, selectorText } from '../../src/doctor/selectors.ts';

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
