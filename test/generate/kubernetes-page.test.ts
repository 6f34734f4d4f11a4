import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Prometheus } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { defaultDeployment, selves } from '../../src/alerts/deployment.ts';
import { readDeployment } from '../../src/generate/deployment.ts';
import { type Files, monitoring } from '../../src/generate/monitoring.ts';
import { run, scratch } from '../e2e/scratch.ts';
import { withEach } from '../monitoring/versions.ts';
import { blocksOf, fileOf } from '../pages.ts';

const page = 'docs/monitoring.md';
const blockOf = (info: string): string => blocksOf(page).find((each) => each.info === info)?.text ?? assert.fail(info);
const fromPage = (file: string): Files => monitoring(readDeployment(fileOf(page, file), {}));
const monitorsOf = (files: Files): readonly { metadata: { name: string }; spec: { namespaceSelector?: object } }[] =>
  parseAllDocuments(files['kubernetes/monitors.yaml'] ?? '').map((each) => each.toJS() as { metadata: { name: string }; spec: object });
const daysIn = (text: string, duration: RegExp): number[] => [...text.matchAll(duration)].map(([, days]) => Number(days));

describe('Kubernetes, as docs/monitoring.md has it', () => {
  it('looks for services where kube-prometheus is allowed to by the roles of the page', () => {
    const { namespaces } = readDeployment(fileOf(page, 'cluster.yml'), {}).kubernetes;
    assert.deepEqual(
      [...blockOf('sh role').matchAll(/--namespace (\S+)/g)].map(([, name]) => name),
      namespaces.flatMap((name) => [name, name]),
    );
    const selectors = monitorsOf(fromPage('cluster.yml')).map(({ metadata, spec }) => [metadata.name, spec.namespaceSelector]);
    assert.deepEqual(selectors, [
      ...['api', 'worker', 'agent'].map((job) => [`autonomica-${job}`, { matchNames: namespaces }]),
      ['autonomica-collector', undefined],
    ]);
  });

  it('calls the jobs of the chart as it does for the release of the page', () => {
    const { labels } = parse(fileOf(page, 'cluster/kustomization.yaml')) as { labels: readonly { pairs: { release: string } }[] };
    const release = labels[0]?.pairs.release ?? '';
    // a release with the chart's name in it is the whole name, where it is not cut off
    assert.ok(release.includes('kube-prometheus-stack') && release.length <= 26, release);
    const expected = Object.fromEntries(selves.map((role) => [role, [`${release}-${role}`]]));
    assert.deepEqual(readDeployment(fileOf(page, 'chart.yml'), {}).kubernetes.jobs, expected);
    assert.ok(fromPage('chart.yml')['kubernetes/rules.yaml']?.includes(`absent(up{job="${release}-prometheus"})`));
  });

  it('keeps what rules and dashboards look back at, everywhere', () => {
    const [, patch = ''] = /--patch '(.*)'/.exec(blockOf('sh keep')) ?? [];
    const { spec } = JSON.parse(patch) as { spec: { retention: string } };
    new Prometheus({ metadata: { name: 'k8s' }, spec }).validate();
    const files = monitoring(defaultDeployment);
    const started = [blockOf('sh prometheus'), files['compose.yaml'] ?? '', `retention.time=${spec.retention}`];
    const kept = started.flatMap((text) => daysIn(text, /retention\.time=(\d+)d\b/g));
    const queries = Object.entries(files).flatMap(([path, text]) => (/^(prometheus\/rules|grafana\/dashboards)\//.test(path) ? text : []));
    const looked = daysIn(queries.join(''), /(?:offset |\[)(\d+)d\b/g);
    assert.equal(kept.length, started.length);
    assert.ok(looked.length > 0 && Math.min(...kept) >= Math.max(...looked), `kept ${kept.join()}, looked back at ${looked.join()}`);
  });

  withEach('promtool', ({ path }) => {
    it('tells what the jobs of a cluster are called', async () => {
      const folder = mkdtempSync(join(scratch(), 'jobs-'));
      const jobs = { prometheus: 'prometheus-k8s', alertmanager: 'alertmanager-main', grafana: 'grafana' };
      const series = Object.entries(jobs).map(([name, job]) => ({ series: `${name}_build_info{job="${job}", version="1"}`, values: '1' }));
      const found = Object.values(jobs).map((job) => ({ labels: `{job="${job}"}`, value: 1 }));
      const asked = { expr: blockOf('promql jobs'), eval_time: '0s', exp_samples: found };
      writeFileSync(join(folder, 'test.yml'), stringify({ tests: [{ interval: '1m', input_series: series, promql_expr_test: [asked] }] }));
      const { code, stdout, stderr } = await run(path, ['test', 'rules', 'test.yml'], folder);
      assert.equal(code, 0, stdout + stderr);
    });
  });
});
