import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { apiRules } from '../../src/alerts/api.ts';
import { type Deployment, defaultDeployment } from '../../src/alerts/deployment.ts';
import { dashboards } from '../../src/dashboards/dashboards.ts';
import { rulesFile } from '../../src/generate/rules.ts';
import { panelsOf, queriesOf } from '../dashboards/panels.ts';
import { run, scratch } from '../e2e/scratch.ts';

const stream = '/runs/:id/events';
const { thresholds } = defaultDeployment;
const without = (...latencyExcludedRoutes: readonly string[]): Deployment => ({
  ...defaultDeployment,
  thresholds: { ...thresholds, api: { ...thresholds.api, latencyExcludedRoutes } },
});

const metric = 'http_server_request_duration_seconds';
const counted = (route: string, late: boolean) => [
  ...['+Inf', '10', '0.5'].map((le) => ({
    series: `${metric}_bucket{job="api", http_route="${route}", le="${le}"}`,
    values: late && le !== '+Inf' ? '0+0x90' : '0+60x90',
  })),
  { series: `${metric}_count{job="api", http_route="${route}"}`, values: '0+60x90' },
];

/** What Prometheus answers where a route is quick, and a stream of as many requests is not: `nil` for nothing. */
async function answered(deployment: Deployment, exprs: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(scratch(), 'judged-'));
  writeFileSync(join(folder, 'api.yml'), rulesFile('api', apiRules(deployment), deployment));
  const test = {
    interval: '1m',
    input_series: [...counted('/quick', false), ...counted(stream, true)],
    promql_expr_test: exprs.map((expr) => ({ expr, eval_time: '90m', exp_samples: [{ labels: '{}', value: -1 }] })),
  };
  writeFileSync(join(folder, 'test.yml'), stringify({ rule_files: ['api.yml'], evaluation_interval: '1m', tests: [test] }));
  const { stdout, stderr } = await run('promtool', ['test', 'rules', 'test.yml'], folder);
  return stdout + stderr;
}

describe('a route that is meant to take long', () => {
  const exprs = [
    'sum(job:slo_errors_per_request:ratio_rate1h{slo="ApiLatency"})',
    'count by (alertname) (ALERTS{alertname=~"ApiLatency.*|ApiAbsent", alertstate="firing"})',
  ];
  const asked = async (deployment: Deployment): Promise<readonly string[]> =>
    [...(await answered(deployment, exprs)).matchAll(/got:\s*(\S.*)/g)].map(([, got = '']) => got);

  it('burns the objective, and is slow', async () => {
    const [missed, firing] = await asked(without());
    assert.match(missed ?? '', /5E-01|0\.5/i);
    assert.match(firing ?? '', /ApiLatencyErrorBudgetBurn/);
    assert.match(firing ?? '', /ApiLatencyHigh/);
  });

  it('does neither where it is named', async () => {
    const [missed, firing] = await asked(without(stream, '/other'));
    assert.match(missed ?? '', /\{\} 0/);
    assert.doesNotMatch(firing ?? '', /ApiLatency/);
  });

  it('is left out of what dashboards draw beside an objective, and they say so', () => {
    const { api, overview, slo } = dashboards(without(stream, '/other'));
    for (const [board, title] of [
      [api, 'Fast enough'],
      [api, 'Duration'],
      [api, 'Duration by route, p99'],
      [overview, 'API · duration'],
    ] as const) {
      const panel = panelsOf(board).find((each) => each.title === title) ?? assert.fail(title);
      for (const { expr } of queriesOf(panel)) {
        const selectors = expr.match(/http_server_request_duration_seconds_\w+\{[^}]*\}/g) ?? [];
        assert.ok(selectors.length > 0);
        for (const selector of selectors) assert.match(selector, /http_route!~"\/runs\/:id\/events\|\/other"/);
      }
      assert.ok(panel.description?.endsWith(`Not counted: ${stream}, /other.`), title);
    }
    assert.equal(JSON.stringify(slo).split(`Not counted: ${stream}`).length - 1, 2);
  });
});
