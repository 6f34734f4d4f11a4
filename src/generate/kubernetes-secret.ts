import type { ISecret } from 'kubernetes-models/v1';
import type { Alerting } from '../alerts/receivers.ts';
import { isTable } from '../setting.ts';
import { alertmanagerFile } from './alertmanager-files.ts';
import { filesIn, isFile, mounts, type SecretKey, secretKey } from './kubernetes-keys.ts';
import { named } from './kubernetes-names.ts';
import { templates } from './templates/templates.ts';

const kept = (file: string): SecretKey => secretKey(file, mounts.alertmanager, 'autonomica-receivers');

/** The same with each file where the operator mounts it. */
function mounted<T>(part: T): T {
  if (!isTable(part)) return part;
  const at = ({ name, key }: SecretKey): string => `${mounts.alertmanager}/${name}/${key}`;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, isFile(name, value) ? at(kept(value)) : mounted(value)] as const),
  ) as T;
}

/** Keys by the Secret that has to have them, for who makes it. */
export function secretsOf(alerting: Alerting): Readonly<Record<string, readonly string[]>> {
  const keys = [...filesIn(alerting, 'alerting')].map(([, file]) => kept(file));
  const names = [...new Set(keys.map(({ name }) => name))];
  return Object.fromEntries(names.map((name) => [name, [...new Set(keys.filter((each) => each.name === name).map(({ key }) => key))]]));
}

/**
 * Alertmanager's configuration and its texts as the operator reads them, the files of secrets being keys of Secrets that it mounts. It is put
 * into force by `configSecret` and `secrets` of an Alertmanager. An AlertmanagerConfig would do less: it is told of one namespace alone.
 */
export const alertmanagerSecret = (alerting: Alerting, apart: readonly string[]) =>
  ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: named('alertmanager'),
    type: 'Opaque',
    stringData: { 'alertmanager.yaml': alertmanagerFile(mounted(alerting), apart, '/etc/alertmanager/config/*.tmpl'), ...templates },
  }) satisfies ISecret;
