import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { defaultDeployment, type Deployment, sampleLimit } from '../../src/alerts/deployment.ts';
import { defaultMaxLines } from '../../src/catalogue/budget.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { definitionsOf } from '../../src/catalogue/define.ts';
import { readDeployment } from '../../src/generate/deployment.ts';
import { monitoring } from '../../src/generate/monitoring.ts';
import { root, run, scratch } from '../e2e/scratch.ts';
import { withEach } from '../monitoring/versions.ts';

// promtool reads them
const [certificate, key] = ['localhost.pem', 'localhost.key'].map((name) => join(root, 'test', 'fixtures', name));
const deployments: Readonly<Record<string, Deployment>> = {
  'as it is': defaultDeployment,
  'with every way to find instances': readDeployment(
    `
environment: production
cluster: eu-1
jobs: { api: [api, checkout], worker: [api] }
targets:
  api: { static: ['a:1', '[::1]:2'], files: [/etc/targets/*.json, more.yaml], dns: ['tasks.api:9464', _metrics._tcp.api], http: ['http://sd/api'] }
  alertmanager: { dns: ['alertmanager:9093'] }
`,
    {},
  ),
  'with every way to ask them': readDeployment(
    `
jobs: { api: [api, checkout, inside, public] }
targets:
  api: { static: ['a:1'], metrics_path: /internal/metrics, basic_auth: { username: me, password_file: ${key} }, tls_config: { ca_file: ${certificate}, cert_file: ${certificate}, key_file: ${key}, server_name: api } }
  checkout: { scheme: https, authorization: { credentials_file: ${key} } }
  inside: { tls_config: { insecure_skip_verify: true } }
  public: { tls_config: {} }
  alertmanager: { metrics_path: /am/metrics, scheme: https, basic_auth: { username: me, password_file: ${key} } }
`,
    {},
  ),
  'for nothing but itself': readDeployment('jobs: { api: [], worker: [], agent: [], collector: [], alertmanager: [], grafana: [] }', {}),
};

function written(deployment: Deployment): string {
  const folder = mkdtempSync(join(scratch(), 'generated-'));
  for (const [path, text] of Object.entries(monitoring(deployment))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

interface Job {
  readonly job_name: string;
  readonly sample_limit: number;
  readonly label_limit: number;
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly dns_sd_configs?: readonly object[];
}
interface Configuration {
  readonly alerting?: object;
  readonly scrape_configs: readonly Job[];
}
const configurationOf = (deployment: Deployment): Configuration =>
  parse(monitoring(deployment)['prometheus/prometheus.yml'] ?? '') as Configuration;

describe("Prometheus' configuration", () => {
  withEach('promtool', ({ path }) => {
    for (const [what, deployment] of Object.entries(deployments))
      it(`is accepted ${what}, with the rules`, async () => {
        const { code, stdout, stderr } = await run(path, ['check', 'config', 'prometheus/prometheus.yml'], written(deployment));
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /SUCCESS: .*prometheus\.yml is valid/);
      });
  });

  it('asks as it is told, the instances that it finds as ever, and Alertmanager in the same way', () => {
    const { alerting, scrape_configs: jobs } = configurationOf(deployments['with every way to ask them'] as Deployment);
    const job = (name: string): object => jobs.find(({ job_name: each }) => each === name) ?? assert.fail(name);
    const has = (actual: object, expected: object): void => assert.deepEqual({ ...actual, ...expected }, actual);
    has(job('api'), {
      metrics_path: '/internal/metrics',
      scheme: 'https',
      tls_config: { ca_file: certificate, cert_file: certificate, key_file: key, server_name: 'api' },
      basic_auth: { username: 'me', password_file: key },
    });
    const found = { file_sd_configs: [{ files: ['targets/checkout/*.yml', 'targets/checkout/*.json'], refresh_interval: '30s' }] };
    has(job('checkout'), { scheme: 'https', authorization: { credentials_file: key }, ...found });
    has(job('inside'), { scheme: 'https', tls_config: { insecure_skip_verify: true } });
    has(job('public'), { scheme: 'https', tls_config: {} });
    const [sent = assert.fail()] = (alerting as { alertmanagers: readonly object[] }).alertmanagers;
    assert.deepEqual(sent, {
      path_prefix: '/am',
      scheme: 'https',
      basic_auth: { username: 'me', password_file: key },
      static_configs: [{ targets: ['localhost:9093'] }],
    });
    for (const each of configurationOf(defaultDeployment).scrape_configs)
      assert.ok(!('tls_config' in each) && !('scheme' in each), 'nothing is unverified unless it is said');
  });

  it('refuses no scrape that a service may give, and no series of ours', () => {
    const attributes = Object.values(catalogue).flatMap((tree) =>
      [...definitionsOf(tree)].map((each) => Object.keys(each.attributes).length),
    );
    for (const job of configurationOf(defaultDeployment).scrape_configs) {
      assert.equal(job.sample_limit, sampleLimit);
      assert.ok(sampleLimit > defaultMaxLines * 1.2);
      // job, instance, le, and what the resource adds
      assert.ok(job.label_limit >= Math.max(...attributes) + 20);
    }
  });

  it('has a job once that has two roles, with the targets of both', () => {
    const { scrape_configs: jobs } = configurationOf(readDeployment('jobs: { api: [platform], worker: [platform] }', {}));
    assert.deepEqual(
      jobs.filter(({ job_name: name }) => name === 'platform').map((job) => job.static_configs),
      [[{ targets: ['localhost:9464', 'localhost:9467'] }]],
    );
  });

  it('looks a name up for addresses, or for an SRV record', () => {
    const { scrape_configs: jobs } = configurationOf(deployments['with every way to find instances'] as Deployment);
    assert.deepEqual(jobs.find(({ job_name: name }) => name === 'api')?.dns_sd_configs, [
      { names: ['tasks.api'], type: 'A', port: 9464, refresh_interval: '30s' },
      { names: ['_metrics._tcp.api'], refresh_interval: '30s' },
    ]);
  });

  it('sends alerts below what stands before /metrics of Alertmanager, else below its root', () => {
    const prefixOf = (path: string): unknown => {
      const { alerting } = configurationOf(readDeployment(`targets: { alertmanager: { metrics_path: ${path} } }`, {}));
      return (alerting as { alertmanagers: readonly Readonly<Record<string, unknown>>[] }).alertmanagers[0]?.['path_prefix'];
    };
    assert.deepEqual(['/a/b/metrics', '/metrics', '/am/internal', '/ammetrics'].map(prefixOf), ['/a/b', undefined, undefined, undefined]);
  });

  it('sends alerts nowhere where there is no Alertmanager', () => {
    assert.ok(configurationOf(defaultDeployment).alerting);
    assert.equal(configurationOf(deployments['for nothing but itself'] as Deployment).alerting, undefined);
  });
});
