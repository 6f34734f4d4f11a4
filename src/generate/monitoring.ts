import { rules } from '../alerts/alerts.ts';
import type { Deployment } from '../alerts/deployment.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { composeFiles } from './compose.ts';
import { kubernetesFiles } from './kubernetes.ts';
import { metricsPage } from './metrics.ts';
import type { Own } from './own.ts';
import { prometheusFile } from './prometheus.ts';
import { rulesFile } from './rules.ts';

/** Files by their path below the folder that is written to. */
export type Files = Readonly<Record<string, string>>;

/** All that operators get for a deployment, of our own catalogue and of theirs. */
export function monitoring(deployment: Deployment, own?: Own): Files {
  const files: Record<string, string> = {
    'prometheus/prometheus.yml': prometheusFile(deployment),
    ...composeFiles(deployment),
    'metrics.md': metricsPage({ ...catalogue, ...(own && { [own.name]: own.catalogue }) }),
  };
  for (const [domain, of] of Object.entries(rules)) files[`prometheus/rules/${domain}.yml`] = rulesFile(domain, of(deployment), deployment);
  if (own && own.groups.length > 0) files[`prometheus/rules/${own.name}.yml`] = rulesFile(own.name, own.groups, deployment);
  return { ...files, ...kubernetesFiles(deployment, files) };
}
