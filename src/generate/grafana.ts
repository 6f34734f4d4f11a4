import { stringify } from 'yaml';
import type { Deployment } from '../alerts/deployment.ts';
import { dashboards } from '../dashboards/dashboards.ts';
import type { Dashboard } from '../dashboards/model.ts';
import { datasourcesFile } from './datasources.ts';
import { generated, mark } from './rules.ts';

/** https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards */
const providers = {
  apiVersion: 1,
  providers: [
    {
      name: 'autonomica',
      folder: 'Autonomica',
      folderUid: 'autonomica',
      type: 'file',
      disableDeletion: true,
      allowUiUpdates: false,
      updateIntervalSeconds: 30,
      options: { path: '/etc/grafana/dashboards' },
    },
  ],
};

/** A file of JSON has no comments, and a dashboard a description. */
const marked = (dashboard: Dashboard): Dashboard => ({ ...dashboard, description: `${dashboard.description ?? ''} ${mark}.`.trim() });

/** What Grafana is started with: where its data are, where its dashboards are, and these. */
export function grafanaFiles(deployment: Deployment): Readonly<Record<string, string>> {
  const files = Object.entries(dashboards(deployment)).map(([name, dashboard]) => [
    `grafana/dashboards/${name}.json`,
    `${JSON.stringify(marked(dashboard), null, 2)}\n`,
  ]);
  return {
    'grafana/provisioning/datasources/datasources.yml': datasourcesFile('http://localhost:9090', 'http://localhost:9093'),
    'grafana/provisioning/dashboards/dashboards.yml': `${generated}${stringify(providers, { lineWidth: 0 })}`,
    ...(Object.fromEntries(files) as Record<string, string>),
  };
}
