import { defaultDeployment, type Jobs, roles, selves, type Targets } from '../alerts/deployment.ts';
import { type Listed, snake, type Threshold, thresholds } from '../alerts/thresholds.ts';
import { isUrl, listOf } from '../setting.ts';
import { accessFields } from './access.ts';

/** A value that an operator may set, in the file or by a variable. */
export interface Field {
  /** Its keys in the file. */
  readonly path: readonly string[];
  /** What of it a variable can hold; a list is parted by commas there. */
  readonly variable?: string;
  readonly fallback: unknown;
  readonly means: string;
  /** What a value must be, as a message ends: `… is not <expects>`. */
  readonly expects: string;
  /** Whether its value is never shown: it may be a secret. */
  readonly isSecret?: boolean;
  /** The key to give in place of this one, which is known only to be refused. */
  readonly instead?: string;
  /** The value that a variable's text means, of which `accepts` decides. */
  read(text: string): unknown;
  accepts(value: unknown): boolean;
}

/** How every variable of these begins. */
export const prefix = 'AUTONOMICA_ALERT_';
const variableOf = (...keys: readonly string[]): string => `${prefix}${keys.map(snake).join('_').toUpperCase()}`;

function threshold(domain: string, key: string, { fallback, least, most, means, boundaryOf }: Threshold): Field {
  const isWithin = (value: unknown): boolean => typeof value === 'number' && value >= least && value <= most;
  return {
    path: ['thresholds', snake(domain), snake(key)],
    variable: variableOf(domain, key),
    fallback,
    means: ticked(means),
    expects: boundaryOf
      ? `a bucket boundary of ${boundaryOf.name}: ${boundaryOf.buckets?.join(', ')}`
      : `a number from ${least} to ${most}`,
    read: (text) => (text === '' ? undefined : Number(text)),
    accepts: (value) => isWithin(value) && (boundaryOf?.buckets?.includes(value as number) ?? true),
  };
}

const ticked = (means: string): string => means.replaceAll(/`(\w+)`/g, (code) => snake(code));

const list = (facts: Pick<Field, 'path' | 'variable' | 'fallback' | 'means' | 'expects'>, isOne: (text: string) => boolean): Field => ({
  ...facts,
  read: listOf,
  accepts: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string' && isOne(each)),
});
const listed = (domain: string, key: string, { fallback, means, expects, each }: Listed): Field =>
  list(
    { path: ['thresholds', snake(domain), snake(key)], variable: variableOf(domain, key), fallback, means: ticked(means), expects },
    (name) => each.test(name),
  );
const text = (key: string, fallback: string, means: string, expects: string, isIt: (value: string) => boolean): Field => ({
  path: [key],
  variable: variableOf(key),
  fallback,
  means,
  expects,
  read: (given) => given,
  accepts: (value) => typeof value === 'string' && isIt(value),
});

const isJob = (name: string): boolean => /^[A-Za-z0-9][\w.-]*$/.test(name);
const isLabel = (value: string): boolean => /^[\w.:/-]*$/.test(value);
const isPage = (value: string): boolean => isUrl(value) && /^https?:/.test(value);
const signs = 'a text of letters, digits, ".", ":", "/", "_" and "-"';

const jobNames = 'a list of names of letters, digits, ".", "_" and "-"';
const jobFields = roles.map((role) =>
  list(
    {
      path: ['jobs', role],
      variable: variableOf('jobs', role),
      fallback: defaultDeployment.jobs[role],
      means: `The jobs of Prometheus that are ${role}; none, and there is nothing of it.`,
      expects: jobNames,
    },
    isJob,
  ),
);
const isNamespace = (name: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
const clusterFields = [
  ...selves.map((role) =>
    list(
      {
        path: ['kubernetes', 'jobs', role],
        variable: variableOf('kubernetes', 'jobs', role),
        fallback: defaultDeployment.kubernetes.jobs[role],
        means: `The jobs by which a cluster has its ${role} scraped already; none, and a monitor of ours does, as the job of \`jobs.${role}\`.`,
        expects: jobNames,
      },
      isJob,
    ),
  ),
  list(
    {
      path: ['kubernetes', 'namespaces'],
      variable: variableOf('kubernetes', 'namespaces'),
      fallback: defaultDeployment.kubernetes.namespaces,
      means:
        'The namespaces of a cluster in which services are looked for; none, and it is all, which Prometheus has to be allowed by a ClusterRole.',
      expects: 'a list of names of lower-case letters, digits and "-"',
    },
    isNamespace,
  ),
];

const { environment, cluster, runbooks, grafana } = defaultDeployment;
/** All but the targets, which are found by the jobs that there are. */
export const fields: readonly Field[] = [
  ...Object.entries(thresholds).flatMap(([domain, table]) =>
    Object.entries(table).map(([key, each]: [string, Threshold | Listed]) =>
      'least' in each ? threshold(domain, key, each) : listed(domain, key, each),
    ),
  ),
  ...jobFields,
  ...clusterFields,
  text('environment', environment, 'A label of every alert.', signs, (value) => value !== '' && isLabel(value)),
  text('cluster', cluster, 'A label of every alert, where there is more than one; empty, there is none.', signs, isLabel),
  text('runbooks', runbooks, 'Where the runbooks are read; an alert links to its own.', 'a URL of http or https', isPage),
  text('grafana', grafana, 'Where people open Grafana; an alert links to its dashboard there.', 'a URL of http or https', isPage),
];

/** How instances may be found: what each entry has to be. Prometheus takes a `*` in a file's name, not in its folder's. */
const ways = {
  static: ['a list of host:port', (entry) => /^[^\s/:]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i.test(entry)],
  files: ['a list of files that end in .yml, .yaml or .json', (entry) => /^[^*]*(\*[^/]*)?\.(json|ya?ml)$/.test(entry)],
  dns: ['a list of host:port, or of names of SRV records', (entry) => /^[\w.-]+(:\d{1,5})?$/.test(entry)],
  http: ['a list of URLs of http or https', isPage],
} as const satisfies Readonly<Record<keyof Targets, readonly [string, (entry: string) => boolean]>>;
export const wayNames = Object.keys(ways) as readonly (keyof Targets)[];

/** How the instances of these jobs are found, and how they are asked. */
export const targetFields = (jobs: Jobs): readonly Field[] =>
  [...new Set(Object.values(jobs).flat())].flatMap((job) => [
    ...wayNames.map((way) => {
      const [expects, isOne] = ways[way];
      return list({ path: ['targets', job, way], fallback: [], means: '', expects }, isOne);
    }),
    ...accessFields(job),
  ]);
