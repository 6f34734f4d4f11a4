import type { Access, Jobs } from '../alerts/deployment.ts';
import { snake } from '../alerts/thresholds.ts';
import { isText } from '../setting.ts';
import type { Field } from './fields.ts';
import { type Key, secretFile } from './receiver-keys.ts';

const open: Key = { ...secretFile, expects: 'the absolute path of a file, as Prometheus sees it' };

/** What may be said of how the instances of a job are asked, by where it stands in `Access`. */
const keys: Readonly<Record<string, Key>> = {
  scheme: { expects: 'http or https', accepts: (value) => value === 'http' || value === 'https' },
  metricsPath: { expects: 'a path that begins with /', accepts: (value) => typeof value === 'string' && /^\/[^\s?#]*$/.test(value) },
  'tlsConfig.caFile': open,
  'tlsConfig.certFile': open,
  'tlsConfig.keyFile': secretFile,
  'tlsConfig.serverName': { expects: 'a name', accepts: isText },
  'tlsConfig.insecureSkipVerify': { expects: 'true or false', accepts: (value) => typeof value === 'boolean' },
  'basicAuth.username': { expects: 'a text', accepts: isText },
  'basicAuth.passwordFile': secretFile,
  'authorization.credentialsFile': secretFile,
};
/** Prometheus' keys whose values would be secrets, and what to give in their place. */
const secrets = { 'tlsConfig.key': 'key_file', 'basicAuth.password': 'password_file', 'authorization.credentials': 'credentials_file' };

const below = (job: string, at: string): readonly string[] => ['targets', job, ...at.split('.').map(snake)];
const none = { fallback: undefined, means: '', read: (text: string): unknown => text };

/** How the instances of a job are asked, as Prometheus' own keys say it; a secret only by the file that it is in. */
export const accessFields = (job: string): readonly Field[] => [
  ...Object.entries(keys).map(([at, key]) => ({ ...none, ...key, path: below(job, at) })),
  ...Object.entries(secrets).map(([at, instead]) => ({
    ...none,
    path: below(job, at),
    isSecret: true,
    instead,
    expects: `to be written here, where it is read by many: put it into a file of its own, and give the path of that as ${instead}`,
    accepts: () => false,
  })),
];

type Parts = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** What would be refused by Prometheus, or ignored, which is worse. */
function* faultsOf(access: Access, at: string): Generator<string> {
  const { tlsConfig = {}, basicAuth, authorization, scheme } = access;
  if (access.tlsConfig && scheme === 'http') yield `${at}: tls_config is for https: say scheme: https, or remove it`;
  if ((tlsConfig.certFile === undefined) !== (tlsConfig.keyFile === undefined))
    yield `${at}.tls_config: cert_file and key_file go together: give both or none`;
  // what is there without its keys would ask without a password
  const { username, passwordFile } = (basicAuth ?? {}) as Partial<NonNullable<Access['basicAuth']>>;
  if (basicAuth && (username === undefined || passwordFile === undefined))
    yield `${at}.basic_auth: username and password_file go together: give both, or remove it`;
  if (authorization && (authorization as Partial<typeof authorization>).credentialsFile === undefined)
    yield `${at}.authorization: credentials_file is missing: give it, or remove authorization`;
  if (basicAuth && authorization) yield `${at}: basic_auth and authorization are both given: keep one`;
}

/** What is set of a job, as one. A part that is there counts, whatever is in it: `tls_config: {}` trusts the authorities of the system. */
function accessOf(job: string, values: ReadonlyMap<string, unknown>): Access {
  const access: Record<string, unknown> = {};
  const valueAt = (at: string): unknown => values.get(below(job, at).join('.'));
  for (const at of Object.keys(keys)) {
    const value = valueAt(at);
    const [part = '', key] = at.split('.');
    if (key !== undefined && valueAt(part) !== undefined) access[part] ??= {};
    if (value === undefined) continue;
    access[part] = key === undefined ? value : { ...(access as Parts)[part], [key]: value };
  }
  return { ...(access['tlsConfig'] !== undefined && { scheme: 'https' }), ...access };
}

/**
 * How the instances of jobs are asked of which anything is said.
 * @param values by the keys in the file, joined by dots
 * @param problems what is wrong so far; what does not fit together is added
 */
export function accessIn(values: ReadonlyMap<string, unknown>, jobs: Jobs, problems: string[]): Readonly<Record<string, Access>> {
  const all = [...new Set(Object.values(jobs).flat())].map((job) => [job, accessOf(job, values)] as const);
  const said = all.filter(([, access]) => Object.keys(access).length > 0);
  // a key that was refused is not missing
  const whole = said.filter(([job]) => !problems.some((problem) => problem.startsWith(`targets.${job}.`)));
  problems.push(...whole.flatMap(([job, access]) => [...faultsOf(access, `targets.${job}`)]));
  return Object.fromEntries(said);
}
