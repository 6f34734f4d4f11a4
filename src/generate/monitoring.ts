import { rules } from '../alerts/alerts.ts';
import type { Deployment } from '../alerts/deployment.ts';
import { telling } from '../alerts/inhibition.ts';
import type { Group } from '../alerts/rule.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { alertmanagerFiles } from './alertmanager-files.ts';
import { composeFiles } from './compose.ts';
import { grafanaFiles } from './grafana.ts';
import { kubernetesFiles } from './kubernetes.ts';
import { inCluster } from './kubernetes-monitors.ts';
import { metricsPage } from './metrics.ts';
import type { Own } from './own.ts';
import { prometheusFile } from './prometheus.ts';
import { rulesFile } from './rules.ts';

/** Files by their path below the folder that is written to. */
export type Files = Readonly<Record<string, string>>;

type Named = readonly (readonly [name: string, groups: readonly Group[]])[];

/** The rules of each domain of which there is any; ours, and theirs. */
function rulesOf(deployment: Deployment, own?: Own): Named {
  const all: Named = [
    ...Object.entries(rules).map(([domain, of]) => [domain, of(deployment)] as const),
    ...(own ? [[own.name, own.rules(deployment)] as const] : []),
  ];
  return all
    .map(([name, groups]) => [name, groups.filter((group) => group.rules.length > 0)] as const)
    .filter(([, groups]) => groups.length > 0);
}

const ruleFiles = (deployment: Deployment, named: Named): Files =>
  Object.fromEntries(named.map(([name, groups]) => [`prometheus/rules/${name}.yml`, rulesFile(name, groups, deployment)]));

/** All that operators get for a deployment, of our own catalogue and of theirs. */
export function monitoring(deployment: Deployment, own?: Own): Files {
  const known = { ...catalogue, ...(own && { [own.name]: own.catalogue }) };
  const named = rulesOf(deployment, own);
  const apart = telling(
    named.flatMap(([, groups]) => groups),
    Object.values(known),
  );
  const files = {
    'prometheus/prometheus.yml': prometheusFile(deployment),
    ...composeFiles(deployment, apart),
    ...alertmanagerFiles(deployment.alerting, apart),
    'metrics.md': metricsPage(known),
    ...ruleFiles(deployment, named),
    ...grafanaFiles(deployment),
  };
  const cluster = inCluster(deployment);
  return { ...files, ...kubernetesFiles(cluster, { ...files, ...ruleFiles(cluster, rulesOf(cluster, own)) }, apart) };
}
