import { rules } from '../alerts/alerts.ts';
import type { Deployment } from '../alerts/deployment.ts';
import type { Domain } from '../alerts/rule.ts';
import { grafana } from './grafana.ts';
import { rulesFile } from './rules.ts';

/** Files by their path below the folder that is written to. */
export type Files = Readonly<Record<string, string>>;

/** All that operators get for a deployment. */
export function monitoring(deployment: Deployment): Files {
  const files = Object.entries(rules).map(([domain, of]) => [
    `prometheus/rules/${domain}.yml`,
    rulesFile(domain as Domain, of(deployment), deployment),
  ]);
  return { ...(Object.fromEntries(files) as Files), ...grafana(deployment) };
}
