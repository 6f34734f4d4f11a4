import { stringify } from 'yaml';
import { inhibitions } from '../alerts/inhibition.ts';
import type { Alerting, BusinessHours } from '../alerts/receivers.ts';
import { audiences, businessHours, routesOf } from '../alerts/routing.ts';
import { heartbeat, together } from './integrations.ts';
import { mark } from './rules.ts';
import { templates } from './templates/templates.ts';

const head = `# ${mark}. Do not edit: who is told is set in its configuration, below alerting.\n`;
const untold = `#
# Nobody is told of anything yet: alerts are shown by Alertmanager and Grafana alone. Write receivers into the configuration:
# https://github.com/autonomica/metrics/blob/main/docs/alerting.md
`;

function interval({ weekdays, from, to, timeZone }: BusinessHours): object {
  return {
    name: businessHours,
    time_intervals: [{ weekdays, times: [{ start_time: from, end_time: to }], location: timeZone }],
  };
}

/** Every audience of the routes, with whoever is told, each once. */
function receiversOf(alerting: Alerting): readonly object[] {
  const { receivers, critical, info, teams, watchdog, doctor } = alerting;
  const named = (name: string, list: readonly string[]): object => ({
    name,
    ...together([...new Set(list)].map((each) => receivers[each] ?? {})),
  });
  const lists: readonly (readonly [audience: string, list: readonly string[]])[] = [
    [alerting.default.length > 0 ? audiences.default : audiences.unconfigured, alerting.default],
    ...Object.entries(teams).map(([team, list]) => [audiences.team(team), list] as const),
  ];
  return [
    ...lists.map(([audience, list]) => named(audience, list)),
    ...(critical.length > 0 ? lists.map(([audience, list]) => named(audiences.critical(audience), [...list, ...critical])) : []),
    ...(info.length > 0 ? [named(audiences.info, info)] : []),
    ...(watchdog ? [{ name: audiences.watchdog, webhook_configs: [heartbeat(watchdog)] }] : []),
    { name: audiences.doctor, webhook_configs: [heartbeat(doctor)] },
    { name: audiences.nobody },
  ];
}

/**
 * Alertmanager's configuration.
 * @param apart labels by which alerts of one name differ
 * @param texts where the templates are
 */
export function alertmanagerFile(alerting: Alerting, apart: readonly string[], texts: string): string {
  const { default: others, businessHours: hours } = alerting;
  const configuration = {
    templates: [texts],
    route: routesOf(alerting),
    inhibit_rules: inhibitions(apart),
    ...(hours && { time_intervals: [interval(hours)] }),
    receivers: receiversOf(alerting),
  };
  return `${head}${others.length > 0 ? '' : untold}${stringify(configuration, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/**
 * Alertmanager's configuration, which every version from the deployment's on reads, and the texts that are sent. There is no secret in it.
 * https://prometheus.io/docs/alerting/latest/configuration/
 * @param apart labels by which alerts of one name differ
 */
export const alertmanagerFiles = (alerting: Alerting, apart: readonly string[]): Readonly<Record<string, string>> => ({
  'alertmanager/alertmanager.yml': alertmanagerFile(alerting, apart, 'templates/*.tmpl'),
  ...Object.fromEntries(Object.entries(templates).map(([name, text]) => [`alertmanager/templates/${name}`, text])),
});
