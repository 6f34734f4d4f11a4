import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Rules } from '../../src/alerts/rule.ts';
import { readDeployment } from '../../src/generate/deployment.ts';
import { type Files, monitoring } from '../../src/generate/monitoring.ts';
import { ownOf } from '../../src/generate/own.ts';
import { run, scratch } from '../e2e/scratch.ts';
import { withEach } from '../monitoring/versions.ts';

interface Endpoint {
  readonly relabelings?: readonly { readonly targetLabel: string; readonly replacement?: string }[];
}
interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly groups: readonly object[];
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly endpoints?: readonly Endpoint[];
  };
}

const resources = (files: Files, file: string): readonly Resource[] =>
  parseAllDocuments(files[`kubernetes/${file}`] ?? '').map((each) => each.toJS() as Resource);

/** The jobs of what the monitors find: what a label of theirs says, unless it is told otherwise. */
const jobsOf = (files: Files): readonly string[] =>
  resources(files, 'monitors.yaml').map(({ spec }) => {
    const [relabeling] = (spec.endpoints ?? []).flatMap(({ relabelings = [] }) => relabelings.filter((each) => each.targetLabel === 'job'));
    return relabeling?.replacement ?? spec.selector.matchLabels['app.kubernetes.io/name'] ?? '';
  });

/** Tests of the rules as they are in the cluster. */
interface Case {
  readonly up: readonly string[];
  readonly series?: Readonly<Record<string, string>>;
  /** Jobs by the alert that fires for them, or that does not. */
  readonly fires: Readonly<Record<string, readonly string[]>>;
}

const upOf = (jobs: readonly string[]): Record<string, string> =>
  Object.fromEntries(jobs.map((job) => [`up{job="${job}", instance="i"}`, '1+0x30']));

/** Says which jobs an alert fires for, by what promtool found instead of nothing. */
async function assertFires(promtool: string, files: Files, { up, series = {}, fires }: Case): Promise<void> {
  const folder = mkdtempSync(join(scratch(), 'cluster-'));
  const rules = resources(files, 'rules.yaml').map(({ metadata, spec }) => [`${metadata.name}.yml`, { groups: spec.groups }] as const);
  const expressions = Object.entries(fires).map(([alert, jobs]) => ({
    expr: `count by (job) (ALERTS{alertname="${alert}", alertstate="firing"})`,
    eval_time: '20m',
    exp_samples: jobs.map((job) => ({ labels: `{job="${job}"}`, value: 1 })),
  }));
  const test = {
    rule_files: rules.map(([name]) => name),
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries({ ...upOf(up), ...series }).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: expressions,
      },
    ],
  };
  for (const [name, content] of [...rules, ['test.yml', test] as const]) writeFileSync(join(folder, name), stringify(content));
  const { code, stdout, stderr } = await run(promtool, ['test', 'rules', 'test.yml'], folder);
  assert.equal(code, 0, stdout + stderr);
}

describe('the jobs of the monitoring itself in a cluster', () => {
  const silent = { JobAbsent: [], ApiAbsent: [], WorkerAbsent: [], AgentAbsent: [] };
  const ours = monitoring(readDeployment('', {}));
  // as kube-prometheus calls them
  const theirs = monitoring(
    readDeployment('kubernetes: { jobs: { prometheus: [prometheus-k8s], alertmanager: [alertmanager-main] } }', {
      AUTONOMICA_ALERT_KUBERNETES_JOBS_GRAFANA: 'grafana',
    }),
  );
  const failing = (job: string): Record<string, string> => ({
    [`prometheus_config_last_reload_successful{job="${job}", instance="i"}`]: '0+0x30',
    [`alertmanager_config_last_reload_successful{job="${job}", instance="i"}`]: '0+0x30',
  });

  withEach('promtool', ({ path }) => {
    it('are those of our monitors, and none is absent that is there', () => assertFires(path, ours, { up: jobsOf(ours), fires: silent }));

    it('are told of, by the names that our monitors give them', () =>
      assertFires(path, ours, {
        up: jobsOf(ours).filter((job) => job !== 'alertmanager'),
        series: failing('prometheus'),
        fires: { ...silent, JobAbsent: ['alertmanager'], PrometheusConfigReloadFailed: ['prometheus'] },
      }));

    it('are those that the cluster has, where it is said which, and none is absent that is there', () =>
      assertFires(path, theirs, {
        up: [...jobsOf(theirs), 'prometheus-k8s', 'alertmanager-main', 'grafana'],
        series: { ...failing('prometheus-k8s'), ...failing('alertmanager-main') },
        fires: {
          ...silent,
          PrometheusConfigReloadFailed: ['prometheus-k8s'],
          AlertmanagerConfigReloadFailed: ['alertmanager-main'],
        },
      }));
  });

  it('are those that rules of one’s own are about too', () => {
    const deployment = readDeployment('kubernetes: { jobs: { prometheus: [prometheus-k8s] } }', {});
    const rules: Rules = ({ jobs }) => [{ name: 'mine', rules: [{ record: 'mine', expr: `up{job="${jobs.prometheus.join('|')}"}` }] }];
    const files = monitoring(deployment, ownOf({ catalogue: {}, rules }, 'mine.mjs', deployment));
    assert.ok(files['kubernetes/rules.yaml']?.includes('expr: up{job="prometheus-k8s"}'));
    assert.ok(files['prometheus/rules/mine.yml']?.includes('expr: up{job="prometheus"}'));
  });

  it('have no monitor of ours where the cluster has one, and outside of it their own names', () => {
    assert.deepEqual(jobsOf(ours), ['api', 'worker', 'agent', 'collector', 'prometheus', 'alertmanager', 'grafana']);
    assert.deepEqual(jobsOf(theirs), ['api', 'worker', 'agent', 'collector']);
    assert.ok(theirs['prometheus/rules/pipeline.yml']?.includes('absent(up{job="prometheus"})'));
    assert.ok(!theirs['kubernetes/rules.yaml']?.includes('job="prometheus"'));
  });
});
