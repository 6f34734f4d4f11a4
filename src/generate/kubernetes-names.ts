export const labels = { 'app.kubernetes.io/part-of': 'autonomica-metrics' };
/** By this label services and pods are found, and a job is called what it says. */
export const nameLabel = 'app.kubernetes.io/name';

/** Names are those of DNS here. */
export const dnsName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
export const named = (name: string): { name: string; labels: typeof labels } => ({ name: `autonomica-${dnsName(name)}`, labels });

/** A key of a Secret, as resources refer to it. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/**
 * What is a file elsewhere is a key of a Secret in a cluster: of the Secret whose folder it is in where the operator mounts Secrets, else of
 * one of ours, by its path.
 * @param mount the folder in which Secrets are mounted by their names: what is above them
 */
export function secretKey(file: string, mount: string, ours: string): SecretKey {
  const isBelow = file.startsWith(`${mount}/`);
  const path = file.slice(isBelow ? mount.length + 1 : 1);
  const [name = '', key, ...more] = path.split('/');
  const isMounted = isBelow && key !== undefined && more.length === 0;
  return { name: isMounted ? dnsName(name) : ours, key: (isMounted ? key : path).replaceAll(/[^\w.-]/g, '-') };
}
