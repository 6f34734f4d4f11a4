import assert from 'node:assert/strict';
import { selectorText } from '../../src/doctor/selectors.ts';
import { usesOf } from '../../src/doctor/uses.ts';

describe('a variable of Grafana', () => {
  for (const [expression, ...expected] of [
    ['rate(a[$window])', 'a'],
    ['rate(a[${window}])', 'a'],
    ['rate(a[[[window]]])', 'a'],
    ['rate(a[$__rate_interval])', 'a'],
    ['rate(a[${__range_s}s])', 'a'],
    ['rate(a[${n}m]) + rate(b[5$unit])', 'a', 'b'],
    ['max_over_time(a[$window:$step])', 'a'],
    ['a offset $shift - b offset -${shift}', 'a', 'b'],
    ['a @ $at + b @ ${__to:date:seconds}', 'a', 'b'],
    ['a{$filter}', 'a'],
    ['a{b="c", $filter}', 'a{b="c"}'],
    ['a{b="c"$filter}', 'a{b="c"}'],
    ['a{$filter, b="c"}', 'a{b="c"}'],
    ['a{$label="x", b="c"}', 'a{b="c"}'],
    ['a{${label:raw}=~"x", b="c"}', 'a{b="c"}'],
    ['a{b=$value, c="d"}', 'a{c="d"}'],
    ['a{b=~"${value:regex}", c=~"[[value]]", d=~"x[[value:pipe]]y", e=~"^f$"}', 'a{e=~"^f$"}'],
    ["a{b='$value', c=`${value}`}", 'a'],
    ['$metric{b="c"} + a', 'a'],
    ['${prefix}_total + a_$suffix + a:$level:b + a', 'a'],
    ['[[metric]] / a', 'a'],
    ['{__name__="$metric", b="c"} + {__name__="a_${kind}", b="c"} + a', 'a'],
    ['{"$metric", b="c"} + {"a.b", "$label"="c", "d.e"="f"}', '{"a.b","d.e"="f"}'],
    ['$agg(a) + ${agg:raw} by (b) (c)', 'a', 'c'],
    ['${agg}_over_time(a[5m])', 'a'],
    ['sum by ($by, b) (a) + sum($by) + sum without ([[by]]) (b)', 'a', 'b'],
    ['topk($n, a) > $threshold', 'a'],
    ['quantile_over_time(${q}, a[1h]) * $factor', 'a'],
    ['a $op b', 'a', 'b'],
    ['(a) ${op:raw} (b)', 'a', 'b'],
    ['a $offset', 'a'],
    ['$whole'],
    ['label_replace(a, "b", "$1", "c", "(.*)")', 'a'],
    ['a # of $x\n+ b', 'a', 'b'],
    ['a{b="}", c=~"$d"} / on ($e) b', 'a{b="}"}', 'b'],
  ] as const)
    it(`is filled in ${expression}`, () => {
      const { uses, findings, unread } = usesOf([{ where: 'panel', expression, isPromql: true }]);
      const own = uses.map(({ selector }) => selectorText(selector));
      assert.deepEqual([findings, unread, own], [[], [], [...expected]]);
    });

  it('leaves a query open that says too little, which is stated', () => {
    const open = ['$a $b $c $d', 'rate($x', `sum(${'$a + '.repeat(10_000)}b)`];
    for (const expression of open) {
      const { findings, unread } = usesOf([{ where: 'panel', expression, isPromql: true }]);
      assert.deepEqual([findings, unread], [[], ['panel']], expression.slice(0, 20));
    }
  });

  it('holds nobody up, however it is written', () => {
    const odd = ['$a('.repeat(6_600), `a offset${' '.repeat(4_000)}${'$v '.repeat(190)}`, `a{${' '.repeat(15_000)}${'$v '.repeat(190)}}`];
    for (const expression of odd) {
      const panels = Array.from({ length: 60 }, (_, i) => ({ where: `panel ${i}`, expression, isPromql: true }));
      assert.deepEqual(usesOf(panels).unread.length, 60, expression.slice(0, 20));
    }
  });

  it('is no excuse for what has none, unless it may be of another language', () => {
    const { findings, unread } = usesOf([
      { where: 'ours', expression: 'sum(', isPromql: true },
      { where: 'theirs', expression: '{a="b"} |= "c"' },
    ]);
    assert.deepEqual([findings.map(({ where }) => where), unread], [['ours'], ['theirs']]);
  });
});
