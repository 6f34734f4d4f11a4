import type { IPodMonitor, IPrometheusRule, IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IConfigMap } from 'kubernetes-models/v1';
import { parse, stringify } from 'yaml';
import { type Deployment, scrapeIntervalSeconds, scrapeTimeoutSeconds } from '../alerts/deployment.ts';
import { collectorManifest } from './kubernetes-collector.ts';
import type { Files } from './monitoring.ts';
import { scrapeLimits } from './prometheus.ts';
import { generated } from './rules.ts';

const labels = { 'app.kubernetes.io/part-of': 'autonomica-metrics' };
/** Names are those of DNS here. */
const dnsName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
const named = (name: string): { name: string; labels: typeof labels } => ({ name: `autonomica-${dnsName(name)}`, labels });
const nameLabel = 'app.kubernetes.io/name';

const limits = {
  sampleLimit: scrapeLimits.sample_limit,
  labelLimit: scrapeLimits.label_limit,
  labelNameLengthLimit: scrapeLimits.label_name_length_limit,
  labelValueLengthLimit: scrapeLimits.label_value_length_limit,
  targetLimit: scrapeLimits.target_limit,
};
/** What a pod has to have is a port of this name, and a service one too. */
const endpoint = { port: 'metrics', path: '/metrics', interval: `${scrapeIntervalSeconds}s`, scrapeTimeout: `${scrapeTimeoutSeconds}s` };
/** In every namespace, what is labelled with the name of the job. */
const selecting = (job: string) => ({
  jobLabel: nameLabel,
  namespaceSelector: { any: true },
  selector: { matchLabels: { [nameLabel]: job } },
  ...limits,
});

const serviceMonitor = (job: string) =>
  ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: named(job),
    spec: { ...selecting(job), endpoints: [endpoint] },
  }) satisfies IServiceMonitor;

/** Of pods that no service stands before. */
const podMonitor = (job: string, more: object = {}) =>
  ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: named(job),
    spec: { ...selecting(job), podMetricsEndpoints: [{ ...endpoint, ...more }] },
  }) satisfies IPodMonitor;

/** A machine goes by its own name, whichever pod measures it. */
const byNode = { relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'instance' }] };

function monitors({ jobs }: Deployment): readonly object[] {
  const pods = new Set([...jobs.worker, ...jobs.agent].filter((job) => !jobs.api.includes(job)));
  return [
    ...jobs.api.map(serviceMonitor),
    ...[...pods].map((job) => podMonitor(job)),
    ...jobs.collector.map((job) => podMonitor(job, byNode)),
  ];
}

const matching = (files: Files, pattern: RegExp): readonly (readonly [name: string, text: string])[] =>
  Object.entries(files).flatMap(([path, text]) => {
    const [, name] = pattern.exec(path) ?? [];
    return name === undefined ? [] : [[name, text] as const];
  });

const ruleOf = (name: string, text: string) =>
  ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: named(name),
    spec: parse(text) as IPrometheusRule['spec'],
  }) satisfies IPrometheusRule;

/** As the sidecar of Grafana's chart finds them. */
const dashboardOf = (name: string, text: string) =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `autonomica-dashboard-${dnsName(name)}`,
      labels: { ...labels, grafana_dashboard: '1' },
      annotations: { grafana_folder: 'Autonomica' },
    },
    data: { [`autonomica-${name}.json`]: text },
  }) satisfies IConfigMap;

const yaml = (documents: readonly object[]): string =>
  generated + documents.map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');

/** The same for Kubernetes and the Prometheus operator, from what is written for Prometheus and Grafana. */
export function kubernetesFiles(deployment: Deployment, files: Files): Files {
  const parts: Readonly<Record<string, readonly object[]>> = {
    'monitors.yaml': monitors(deployment),
    'rules.yaml': matching(files, /^prometheus\/rules\/(.+)\.yml$/).map(([name, text]) => ruleOf(name, text)),
    'dashboards.yaml': matching(files, /^grafana\/dashboards\/(.+)\.json$/).map(([name, text]) => dashboardOf(name, text)),
    'collector.yaml': deployment.jobs.collector.slice(0, 1).flatMap(collectorManifest),
  };
  const full = Object.entries(parts).filter(([, documents]) => documents.length > 0);
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'monitoring',
    resources: full.map(([name]) => name),
  };
  return Object.fromEntries(
    [['kustomization.yaml', [kustomization]] as const, ...full].map(([name, documents]) => [`kubernetes/${name}`, yaml(documents)]),
  );
}
