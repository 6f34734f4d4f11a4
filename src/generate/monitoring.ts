import { rules } from '../alerts/alerts.ts';
import type { Deployment } from '../alerts/deployment.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { composeFiles } from './compose.ts';
import { grafanaFiles } from './grafana.ts';
import { kubernetesFiles } from './kubernetes.ts';
import { metricsPage } from './metrics.ts';
import type { Own } from './own.ts';
import { prometheusFile } from './prometheus.ts';
import { rulesFile } from './rules.ts';

/** Files by their path below the folder that is written to. */
export type Files = Readonly<Record<string, string>>;

/** The files of rules, of each domain of which there is any; ours, and theirs. */
function rulesFiles(deployment: Deployment, own?: Own): Files {
  const all = [
    ...Object.entries(rules).map(([domain, of]) => [domain, of(deployment)] as const),
    ...(own ? [[own.name, own.groups] as const] : []),
  ];
  const full = all.map(([name, groups]) => [name, groups.filter((group) => group.rules.length > 0)] as const);
  return Object.fromEntries(
    full
      .filter(([, groups]) => groups.length > 0)
      .map(([name, groups]) => [`prometheus/rules/${name}.yml`, rulesFile(name, groups, deployment)]),
  );
}

/** All that operators get for a deployment, of our own catalogue and of theirs. */
export function monitoring(deployment: Deployment, own?: Own): Files {
  const files = {
    'prometheus/prometheus.yml': prometheusFile(deployment),
    ...composeFiles(deployment),
    'metrics.md': metricsPage({ ...catalogue, ...(own && { [own.name]: own.catalogue }) }),
    ...rulesFiles(deployment, own),
    ...grafanaFiles(deployment),
  };
  return { ...files, ...kubernetesFiles(deployment, files) };
}
