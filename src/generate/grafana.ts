import { stringify } from 'yaml';
import type { Deployment } from '../alerts/deployment.ts';
import { dashboards } from '../dashboards/dashboards.ts';
import { prometheusUid } from '../dashboards/source.ts';
import { generated } from './rules.ts';

const alertmanagerUid = 'alertmanager';

/** https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
const datasources = {
  apiVersion: 1,
  datasources: [
    {
      name: 'Prometheus',
      uid: prometheusUid,
      type: 'prometheus',
      access: 'proxy',
      url: 'http://localhost:9090',
      isDefault: true,
      editable: false,
      // as often as Prometheus scrapes: no graph asks for a rate over less than four of these
      jsonData: { httpMethod: 'POST', timeInterval: '15s', alertmanagerUid },
    },
    {
      name: 'Alertmanager',
      uid: alertmanagerUid,
      type: 'alertmanager',
      access: 'proxy',
      url: 'http://localhost:9093',
      editable: false,
      jsonData: { implementation: 'prometheus' },
    },
  ],
};

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

const yaml = (content: object): string => `${generated}${stringify(content, { lineWidth: 0 })}`;

/** What Grafana is started with: where its data are, where its dashboards are, and these. */
export function grafana(deployment: Deployment): Readonly<Record<string, string>> {
  const files = Object.entries(dashboards(deployment)).map(([name, dashboard]) => [
    `grafana/dashboards/${name}.json`,
    `${JSON.stringify(dashboard, null, 2)}\n`,
  ]);
  return {
    'grafana/provisioning/datasources/datasources.yml': yaml(datasources),
    'grafana/provisioning/dashboards/dashboards.yml': yaml(providers),
    ...(Object.fromEntries(files) as Record<string, string>),
  };
}
