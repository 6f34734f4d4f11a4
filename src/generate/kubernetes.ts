import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IConfigMap } from 'kubernetes-models/v1';
import { parse, stringify } from 'yaml';
import type { Deployment } from '../alerts/deployment.ts';
import type { Alerting } from '../alerts/receivers.ts';
import { alertmanagerSecret, secretsOf } from './kubernetes-secret.ts';
import { collectorManifest } from './kubernetes-collector.ts';
import { monitors } from './kubernetes-monitors.ts';
import { dnsName, labels, named } from './kubernetes-names.ts';
import type { Files } from './monitoring.ts';
import { generated } from './rules.ts';

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

const yaml = (documents: readonly object[], said = ''): string =>
  documents.length === 0
    ? ''
    : generated + said + documents.map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');

/** What has to be there beside it. */
function wanted(alerting: Alerting): string {
  const secrets = Object.entries(secretsOf(alerting));
  const lines = secrets.map(([name, keys]) => `#   Secret ${name}: ${keys.join(', ')}\n`);
  return secrets.length === 0
    ? ''
    : `#\n# It is in force where an Alertmanager has it as its configSecret, and mounts these as its secrets:\n#\n${lines.join('')}`;
}

/**
 * The same for Kubernetes and the Prometheus operator, from what is written for Prometheus and Grafana.
 * @param deployment as it is in a cluster
 * @param apart labels by which alerts of one name differ
 */
export function kubernetesFiles(deployment: Deployment, files: Files, apart: readonly string[]): Files {
  const { jobs, alerting } = deployment;
  const texts: Files = {
    'monitors.yaml': yaml(monitors(deployment)),
    'rules.yaml': yaml(matching(files, /^prometheus\/rules\/(.+)\.yml$/).map(([name, text]) => ruleOf(name, text))),
    'dashboards.yaml': yaml(matching(files, /^grafana\/dashboards\/(.+)\.json$/).map(([name, text]) => dashboardOf(name, text))),
    'alertmanager.yaml': yaml(jobs.alertmanager.length > 0 ? [alertmanagerSecret(alerting, apart)] : [], wanted(alerting)),
    'collector.yaml': yaml(jobs.collector.slice(0, 1).flatMap(collectorManifest)),
  };
  const full = Object.entries(texts).filter(([, text]) => text !== '');
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'monitoring',
    resources: full.map(([name]) => name),
  };
  return Object.fromEntries(
    [['kustomization.yaml', yaml([kustomization])] as const, ...full].map(([name, text]) => [`kubernetes/${name}`, text]),
  );
}
