import type { IDaemonSet } from 'kubernetes-models/apps/v1';
import type { IContainer, IServiceAccount } from 'kubernetes-models/v1';
import { version } from '../version.ts';

const probe = (path: string) => ({ httpGet: { path, port: 'metrics' }, periodSeconds: 15, timeoutSeconds: 5 });

/** It writes nothing, needs no capability, and sees the root of its machine without being able to change it. */
const container = {
  name: 'collector',
  image: `autonomica-collector:${version}`,
  ports: [{ name: 'metrics', containerPort: 8000 }],
  livenessProbe: probe('/-/healthy'),
  readinessProbe: probe('/-/ready'),
  resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '256Mi' } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  volumeMounts: [{ name: 'root', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' }],
} satisfies IContainer;

/** For a Prometheus without its operator, which finds pods by these. */
const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8000', 'prometheus.io/path': '/metrics' };

/** The collector on every machine of a cluster, on those of the control plane too. */
export function collectorManifest(job: string): readonly object[] {
  const name = 'autonomica-collector';
  const labels = { 'app.kubernetes.io/name': job, 'app.kubernetes.io/part-of': 'autonomica-metrics' };
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, labels },
    automountServiceAccountToken: false,
  } satisfies IServiceAccount;
  const daemons = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, labels },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': job } },
      template: {
        metadata: { labels, annotations },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          hostPID: true,
          tolerations: [{ operator: 'Exists' }],
          securityContext: { runAsNonRoot: true, runAsUser: 65_534, runAsGroup: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container],
          volumes: [{ name: 'root', hostPath: { path: '/' } }],
        },
      },
    },
  } satisfies IDaemonSet;
  return [account, daemons];
}
