import type { Deployment } from '../alerts/deployment.ts';
import { snake } from '../alerts/thresholds.ts';
import { isTable, shown } from '../setting.ts';

/** A key of a Secret, as resources refer to it. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** Where the operator mounts Secrets by their names, a file for each key. */
export const mounts = { prometheus: '/etc/prometheus/secrets', alertmanager: '/etc/alertmanager/secrets' } as const;

function mountedAt(file: string, mount: string): SecretKey | undefined {
  const [name = '', key, ...more] = file.startsWith(`${mount}/`) ? file.slice(mount.length + 1).split('/') : [];
  return key === undefined || more.length > 0 ? undefined : { name, key };
}

/**
 * What is a file elsewhere is a key of a Secret in a cluster: of the Secret whose folder it is in where the operator mounts Secrets, else of
 * one of ours, by its path.
 * @param mount the folder in which Secrets are mounted: what is above them
 */
export function secretKey(file: string, mount: string, ours: string): SecretKey {
  const path = file.startsWith(`${mount}/`) ? file.slice(mount.length + 1) : file.slice(1);
  return mountedAt(file, mount) ?? { name: ours, key: path.replaceAll(/[^\w.-]/g, '-') };
}

/** Whether a value of a deployment is a file that Prometheus or Alertmanager reads. */
export const isFile = (name: string, value: unknown): value is string => name.endsWith('File') && typeof value === 'string';

/** The files that a part of a deployment names, by its keys as the operator has them. */
export function* filesIn(part: unknown, at: string): Generator<readonly [at: string, file: string]> {
  if (!isTable(part)) return;
  for (const [name, value] of Object.entries(part))
    if (isFile(name, value)) yield [`${at}.${snake(name)}`, value];
    else yield* filesIn(value, `${at}.${snake(name)}`);
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const isSubdomain = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label));

function* faultsOf(at: string, file: string, mount: string): Generator<string> {
  const { name, key } = mountedAt(file, mount) ?? {};
  const where = `which a cluster has at ${mount}/<name>/<key>`;
  if (name !== undefined && !isSubdomain(name))
    yield `${at}: ${shown(name)} can't be the name of a Secret, ${where}: rename the folder, to lower-case letters, digits, "." and "-"`;
  if (key !== undefined && !/^[\w.-]+$/.test(key))
    yield `${at}: ${shown(key)} can't be the key of a Secret, ${where}: rename the file, to letters, digits, ".", "_" and "-"`;
}

/** What lies where a cluster has Secrets, and can't be in one. */
export function misnamed({ access, alerting }: Pick<Deployment, 'access' | 'alerting'>): readonly string[] {
  const { receivers, watchdog, doctor } = alerting;
  // these names are the operator's
  const below = (at: string, parts: object) => Object.entries(parts).flatMap(([name, part]) => [...filesIn(part, `${at}.${name}`)]);
  const told = [...below('alerting.receivers', receivers), ...below('alerting', { watchdog, doctor })];
  return [
    ...below('targets', access).flatMap(([at, file]) => [...faultsOf(at, file, mounts.prometheus)]),
    ...told.flatMap(([at, file]) => [...faultsOf(at, file, mounts.alertmanager)]),
  ];
}
