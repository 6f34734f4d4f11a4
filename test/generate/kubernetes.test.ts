import assert from 'node:assert/strict';
import { PodMonitor, PrometheusRule, ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { DaemonSet } from 'kubernetes-models/apps/v1';
import { ConfigMap, Secret, ServiceAccount } from 'kubernetes-models/v1';
import { parse, parseAllDocuments } from 'yaml';
import { defaultDeployment, roles, sampleLimit } from '../../src/alerts/deployment.ts';
import { readDeployment } from '../../src/generate/deployment.ts';
import { kubernetesFiles } from '../../src/generate/kubernetes.ts';
import { type Files, monitoring } from '../../src/generate/monitoring.ts';

/** What the definitions of Kubernetes and of the Prometheus operator say of each kind. */
const models = { PodMonitor, PrometheusRule, ServiceMonitor, DaemonSet, ConfigMap, Secret, ServiceAccount };

interface Resource {
  readonly kind: keyof typeof models;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>> & { readonly selector: { readonly matchLabels: Readonly<Record<string, string>> } };
  readonly data?: Readonly<Record<string, string>>;
}

const resourcesIn = (files: Files): Resource[] =>
  Object.entries(files)
    .filter(([path]) => path.startsWith('kubernetes/') && !path.endsWith('/kustomization.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS() as Resource));

const jobOf = ({ spec }: Resource): string | undefined => spec.selector.matchLabels['app.kubernetes.io/name'];
const of = (files: Files, ...kinds: readonly (keyof typeof models)[]): Resource[] =>
  resourcesIn(files).filter(({ kind }) => kinds.includes(kind));

describe('what is written for Kubernetes', () => {
  const files = monitoring(defaultDeployment);

  it('is what Kubernetes and the Prometheus operator define', () => {
    const dashboard = { 'grafana/dashboards/api.json': '{"title":"API"}' };
    const resources = resourcesIn({ ...files, ...kubernetesFiles(defaultDeployment, { ...files, ...dashboard }, []) });
    for (const resource of resources) new models[resource.kind](resource as never).validate();
    assert.deepEqual(new Set(resources.map(({ kind }) => kind)), new Set(Object.keys(models)));
    for (const { metadata } of resources) assert.match(metadata.name, /^autonomica-[a-z0-9-]+$/);
    assert.throws(() => new PodMonitor({ spec: { podMetricsEndpoints: [{ port: 1 }] } } as never).validate());
  });

  it('is all that the kustomization lists', () => {
    const { resources } = parse(files['kubernetes/kustomization.yaml'] ?? '') as { resources: readonly string[] };
    const written = Object.keys(files).filter((path) => path.startsWith('kubernetes/'));
    assert.deepEqual(new Set(written), new Set(['kustomization.yaml', ...resources].map((name) => `kubernetes/${name}`)));
  });

  it('has the rules that Prometheus has', () => {
    const rules = Object.fromEntries(of(files, 'PrometheusRule').map(({ metadata, spec }) => [metadata.name, spec]));
    const paths = Object.keys(files).filter((path) => path.startsWith('prometheus/rules/'));
    assert.ok(paths.length > 0);
    const named = paths.map((path) => [`autonomica-${path.slice('prometheus/rules/'.length, -'.yml'.length)}`, parse(files[path] ?? '')]);
    assert.deepEqual(rules, Object.fromEntries(named));
  });

  it('watches services, and pods that have none, by the names of their jobs', () => {
    const said = readDeployment('jobs: { api: [api, check_out], worker: [worker, api], agent: [] }', {});
    const monitors = of(monitoring(said), 'ServiceMonitor', 'PodMonitor');
    assert.deepEqual(
      monitors.map((each) => [each.kind, each.metadata.name, jobOf(each), each.spec['sampleLimit']]),
      [
        ['ServiceMonitor', 'autonomica-api', 'api', sampleLimit],
        ['ServiceMonitor', 'autonomica-check-out', 'check_out', sampleLimit],
        ['PodMonitor', 'autonomica-worker', 'worker', sampleLimit],
        ['PodMonitor', 'autonomica-collector', 'collector', sampleLimit],
        ['ServiceMonitor', 'autonomica-prometheus', undefined, sampleLimit],
        ['ServiceMonitor', 'autonomica-alertmanager', undefined, sampleLimit],
        ['ServiceMonitor', 'autonomica-grafana', 'grafana', sampleLimit],
      ],
    );
  });

  it('looks for services where it is said, else everywhere, and for the collector and the monitoring beside itself', () => {
    const looks = (yaml: string, variables = {}): readonly unknown[] => {
      const monitors = of(monitoring(readDeployment(yaml, variables)), 'ServiceMonitor', 'PodMonitor');
      for (const each of monitors) new models[each.kind](each as never).validate();
      return monitors.map(({ spec }) => spec['namespaceSelector']);
    };
    const rest = [undefined, undefined, undefined, undefined];
    const all = { any: true };
    assert.deepEqual(looks(''), [all, all, all, ...rest]);
    const shop = { matchNames: ['shop', 'shop-jobs'] };
    assert.deepEqual(looks('kubernetes: { namespaces: [shop, shop-jobs] }'), [shop, shop, shop, ...rest]);
    assert.deepEqual(looks('', { AUTONOMICA_ALERT_KUBERNETES_NAMESPACES: 'shop, shop-jobs' }), [shop, shop, shop, ...rest]);
    assert.throws(() => readDeployment('kubernetes: { namespaces: [Shop] }', {}), /kubernetes\.namespaces: \[ 'Shop' \] is not a list of/);
  });

  it('asks as it is told, with the keys of Secrets in place of files', () => {
    const said = readDeployment(
      `
jobs: { api: [api, shop] }
targets:
  api: { metrics_path: /internal, tls_config: { ca_file: /etc/prometheus/secrets/tls/ca.crt, server_name: api }, basic_auth: { username: me, password_file: /etc/prometheus/secrets/login.v1/password } }
  shop: { authorization: { credentials_file: /etc/prometheus/secrets/shop } }
  grafana: { tls_config: { ca_file: /etc/prometheus/secrets/tls/ca.crt } }
  worker: { tls_config: { cert_file: /run/a/tls.crt, key_file: /run/a/tls.key, insecure_skip_verify: true } }
`,
      {},
    );
    const written = resourcesIn(monitoring(said));
    for (const resource of written) new models[resource.kind](resource as never).validate();
    const asking = (name: string): unknown => {
      const { spec } = written.find(({ metadata, kind }) => metadata.name === name && kind.endsWith('Monitor')) ?? assert.fail(name);
      const [endpoint] = (spec['endpoints'] ?? spec['podMetricsEndpoints']) as readonly Readonly<Record<string, unknown>>[];
      const { port: _, interval: _interval, scrapeTimeout: _timeout, ...rest } = endpoint ?? {};
      return rest;
    };
    assert.deepEqual(asking('autonomica-api'), {
      path: '/internal',
      scheme: 'https',
      tlsConfig: { ca: { secret: { name: 'tls', key: 'ca.crt' } }, serverName: 'api' },
      basicAuth: { username: { name: 'login.v1', key: 'username' }, password: { name: 'login.v1', key: 'password' } },
    });
    assert.deepEqual(asking('autonomica-shop'), {
      path: '/metrics',
      authorization: { credentials: { name: 'autonomica-access-shop', key: 'shop' } },
    });
    assert.deepEqual(asking('autonomica-worker'), {
      path: '/metrics',
      scheme: 'https',
      tlsConfig: {
        cert: { secret: { name: 'autonomica-access-worker', key: 'run-a-tls.crt' } },
        keySecret: { name: 'autonomica-access-worker', key: 'run-a-tls.key' },
        insecureSkipVerify: true,
      },
    });
    assert.deepEqual(asking('autonomica-grafana'), {
      path: '/metrics',
      scheme: 'https',
      tlsConfig: { ca: { secret: { name: 'tls', key: 'ca.crt' } } },
      relabelings: [{ targetLabel: 'job', replacement: 'grafana' }],
    });
    assert.ok(!JSON.stringify(written).includes('/run/a'));
  });

  it('keeps its own names from the Secrets that it asks for', () => {
    const asked = roles.map((job) => `  ${job}: { authorization: { credentials_file: /run/${job} } }`);
    const told = 'alerting: { receivers: { a: { slack: { url_file: /run/slack } } }, default: [a] }';
    const written = monitoring(readDeployment(`targets:\n${asked.join('\n')}\n${told}\n`, {}));
    const text = Object.values(written).join('');
    const wanted = [...text.matchAll(/credentials:\n +name: (\S+)|^# {3}Secret ([^\s:]+)/gm)].map(([, one, other]) => one ?? other);
    assert.equal(new Set(wanted).size, roles.length + 1);
    const ours = resourcesIn(written).map(({ metadata }) => metadata.name);
    assert.deepEqual(
      wanted.filter((name) => ours.includes(name ?? '')),
      [],
    );
  });

  it('runs the collector on every machine, found by its job, where there is one', () => {
    const [collector] = of(files, 'DaemonSet');
    const monitor = of(files, 'PodMonitor').find(({ metadata }) => metadata.name === 'autonomica-collector');
    assert.ok(collector && monitor);
    assert.equal(jobOf(collector), jobOf(monitor));
    assert.deepEqual(of(monitoring(readDeployment('jobs: { collector: [] }', {})), 'DaemonSet', 'ServiceAccount'), []);
  });
});
