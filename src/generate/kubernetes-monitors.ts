import type { IPodMonitor, IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { type Deployment, scrapeIntervalSeconds, scrapeTimeoutSeconds, type Self, selves } from '../alerts/deployment.ts';
import { askedBy } from './kubernetes-access.ts';
import { named, nameLabel } from './kubernetes-names.ts';
import { scrapeLimits } from './prometheus.ts';

const limits = {
  sampleLimit: scrapeLimits.sample_limit,
  labelLimit: scrapeLimits.label_limit,
  labelNameLengthLimit: scrapeLimits.label_name_length_limit,
  labelValueLengthLimit: scrapeLimits.label_value_length_limit,
  targetLimit: scrapeLimits.target_limit,
};
/** What a pod has to have is a port of this name, and a service one too. */
const endpoint = (job: string, deployment: Deployment) => ({
  port: 'metrics',
  path: '/metrics',
  interval: `${scrapeIntervalSeconds}s`,
  scrapeTimeout: `${scrapeTimeoutSeconds}s`,
  ...askedBy(job, deployment),
});
/** What is labelled with the name of the job, of the namespace of the monitor unless it is said otherwise. */
const selecting = (job: string) => ({ jobLabel: nameLabel, selector: { matchLabels: { [nameLabel]: job } }, ...limits });
/** Where services are. To look everywhere is refused as a whole where Prometheus may look into some namespaces alone. */
const among = ({ kubernetes: { namespaces } }: Deployment) => ({
  namespaceSelector: namespaces.length > 0 ? { matchNames: [...namespaces] } : { any: true },
});

const serviceMonitor = (job: string, deployment: Deployment) =>
  ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: named(job),
    spec: { ...selecting(job), ...among(deployment), endpoints: [endpoint(job, deployment)] },
  }) satisfies IServiceMonitor;

/** Of pods that no service stands before. */
const podMonitor = (job: string, podMetricsEndpoints: NonNullable<IPodMonitor['spec']['podMetricsEndpoints']>, where: object = {}) =>
  ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: named(job),
    spec: { ...selecting(job), ...where, podMetricsEndpoints },
  }) satisfies IPodMonitor;

/** A machine goes by its own name, whichever pod measures it. */
const byNode = { relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'instance' }] };
/** The collector stands beside its monitor. */
const collectorMonitor = (job: string, deployment: Deployment) => podMonitor(job, [{ ...endpoint(job, deployment), ...byNode }]);

/**
 * The services of the monitoring itself: those that the operator makes for each Prometheus and Alertmanager, and that of Grafana. Their ports
 * are called otherwise in kube-prometheus than in its chart.
 */
const own: Readonly<Record<Self, { readonly label: Readonly<Record<string, string>>; readonly ports: readonly string[] }>> = {
  prometheus: { label: { 'operated-prometheus': 'true' }, ports: ['web', 'http-web'] },
  alertmanager: { label: { 'operated-alertmanager': 'true' }, ports: ['web', 'http-web'] },
  grafana: { label: { [nameLabel]: 'grafana' }, ports: ['http', 'http-web', 'service'] },
};

/** Of the namespace that it is in. What is found is called as the rules call it, whatever the operator would. */
const selfMonitor = (job: string, { label, ports }: (typeof own)[Self], deployment: Deployment) =>
  ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: named(job),
    spec: {
      selector: { matchLabels: label },
      ...limits,
      endpoints: ports.map((port) => ({ ...endpoint(job, deployment), port, relabelings: [{ targetLabel: 'job', replacement: job }] })),
    },
  }) satisfies IServiceMonitor;

/** How many jobs of the monitoring itself can be told from each other in a cluster: what is ours is all one. */
const first = (jobs: readonly string[]): readonly string[] => jobs.slice(0, 1);

/** The deployment as it is in a cluster, where the monitoring may be scraped already, by other names. */
export function inCluster(deployment: Deployment): Deployment {
  const { jobs, kubernetes } = deployment;
  const theirs = selves.map((role) => [role, kubernetes.jobs[role].length > 0 ? kubernetes.jobs[role] : first(jobs[role])]);
  return { ...deployment, jobs: { ...jobs, ...Object.fromEntries(theirs) } };
}

/** What scrapes the jobs of a deployment, all but those that something else scrapes. */
export function monitors(deployment: Deployment): readonly object[] {
  const { jobs, kubernetes } = deployment;
  const pods = new Set([...jobs.worker, ...jobs.agent].filter((job) => !jobs.api.includes(job)));
  const unseen = selves.filter((role) => kubernetes.jobs[role].length === 0);
  return [
    ...jobs.api.map((job) => serviceMonitor(job, deployment)),
    ...[...pods].map((job) => podMonitor(job, [endpoint(job, deployment)], among(deployment))),
    ...jobs.collector.map((job) => collectorMonitor(job, deployment)),
    ...unseen.flatMap((role) => first(jobs[role]).map((job) => selfMonitor(job, own[role], deployment))),
  ];
}
