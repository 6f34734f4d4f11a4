import { stringify } from 'yaml';
import { scrapeIntervalSeconds } from '../alerts/deployment.ts';
import { prometheusUid } from '../dashboards/source.ts';
import { generated } from './rules.ts';

/** Where Grafana finds its data: dashboards know them by their fixed uids. https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
export function datasourcesFile(prometheus: string, alertmanager: string): string {
  const common = { access: 'proxy', editable: false } as const;
  const datasources = [
    {
      name: 'Prometheus',
      uid: prometheusUid,
      type: 'prometheus',
      url: prometheus,
      isDefault: true,
      ...common,
      // as often as Prometheus scrapes: no graph asks for a rate over less than four of these
      jsonData: { httpMethod: 'POST', timeInterval: `${scrapeIntervalSeconds}s`, alertmanagerUid: 'alertmanager' },
    },
    {
      name: 'Alertmanager',
      uid: 'alertmanager',
      type: 'alertmanager',
      url: alertmanager,
      ...common,
      jsonData: { implementation: 'prometheus' },
    },
  ];
  return `${generated}${stringify({ apiVersion: 1, datasources }, { lineWidth: 0 })}`;
}
