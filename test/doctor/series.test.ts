import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dashboardsIn } from '../../src/doctor/dashboards.ts';
import { drawnBy } from '../../src/doctor/drawn.ts';
import { knownOf } from '../../src/doctor/known.ts';
import { type Had, judge } from '../../src/doctor/series.ts';
import { usesOf } from '../../src/doctor/uses.ts';
import { root } from '../e2e/scratch.ts';
import { textOf } from '../pages.ts';

interface Written {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
}

const had: Had = {
  names: new Set(['up', 'own_total', 'http_server_active_requests']),
  matched: new Set(['up', 'own_total']),
  refused: new Set(['own_total{a=~"("}']),
  recorded: new Set(['job:slo:ratio']),
  known: knownOf({}),
  labels: new Set(['job', 'instance', '__name__']),
};
const judged = (expression: string) => judge(usesOf([{ where: 'alert A', expression }]).uses, had);

describe('selectors that match nothing', () => {
  for (const [expression, check] of [
    ['misspelt_total', 'series.unknown'],
    ['http_server_request_duration_seconds', 'series.unknown'],
    ['{__name__=~"misspelt_.*"}', 'series.unknown'],
    ['http_server_active_requests{rout="/"}', 'series.label'],
    ['http_server_active_requests{le="1"}', 'series.label'],
    ['own_total{a="b"}', 'series.none'],
    ['own_total{a=~"("}', 'series.syntax'],
  ] as const)
    it(`${expression} is ${check}`, () => {
      const { findings, waiting } = judged(expression);
      assert.deepEqual([findings.map((finding) => finding.check), waiting], [[check], []]);
    });

  for (const [expression, waiting] of [
    ['up', []],
    ['http_server_request_duration_seconds_bucket{le="0.5", job="api"}', ['http_server_request_duration_seconds_bucket']],
    ['http_server_active_requests{http_request_method="GET"}', ['http_server_active_requests{http_request_method="GET"}']],
    ['job:slo:ratio > 0', ['job:slo:ratio']],
    ['ALERTS{alertstate="firing"}', ['ALERTS']],
    ['{__name__=~"autonomica_tasks.*"}', ['{__name__=~"autonomica_tasks.*"}']],
  ] as const)
    it(`${expression} is no fault`, () => assert.deepEqual(judged(expression), { findings: [], waiting }));

  it('is one finding for a metric, whoever asks', () => {
    const expressions = ['a', 'a{b="c"}', 'sum(a)'].map((expression, i) => ({ where: `alert ${i}`, expression }));
    const [finding, ...more] = judge(usesOf(expressions).uses, had).findings;
    assert.deepEqual([finding?.where, more], ['alert 0, alert 1, alert 2', []]);
  });

  it('is none of what rules and dashboards of this package ask for, before there is any data', () => {
    const rules = readdirSync(join(root, 'config/prometheus/rules')).flatMap((file) => {
      const { groups } = parse(textOf(`config/prometheus/rules/${file}`)) as { groups: readonly { rules: readonly Written[] }[] };
      return groups.flatMap((group) => group.rules);
    });
    const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
    const dashboards = drawnBy(dashboardsIn(join(root, 'config/grafana/dashboards'))).expressions;
    const asked = [...rules.map(({ alert, record = '', expr }) => ({ where: alert ?? record, expression: expr })), ...dashboards];
    assert.ok(asked.length > 200);
    const { uses, findings } = usesOf(asked);
    const none = { ...had, names: new Set<string>(), matched: new Set<string>(), recorded };
    assert.deepEqual([...findings, ...judge(uses, none).findings], []);
  });
});
