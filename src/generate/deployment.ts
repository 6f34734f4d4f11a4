import { type Deployment, type Jobs, type Role, roles, selves, type Targets } from '../alerts/deployment.ts';
import { snake, type Thresholds, thresholds } from '../alerts/thresholds.ts';
import { ConfigError } from '../environment.ts';
import { isTable, shown } from '../setting.ts';
import { readYaml } from '../yaml-text.ts';
import { accessIn } from './access.ts';
import { alertingOf } from './alerting.ts';
import { type Field, fields, prefix, targetFields, wayNames } from './fields.ts';
import { misnamed } from './kubernetes-keys.ts';
import { nearest, unknownName } from './nearest.ts';

/** What is set, by its keys in the file, of a table that it is there; what is wrong is added to `problems`. */
interface Reading {
  readonly values: Map<string, unknown>;
  readonly problems: string[];
}

const keyOf = (path: readonly string[]): string => path.join('.');

function set(field: Field, by: string, value: unknown, { values, problems }: Reading, said = value): void {
  if (field.accepts(value)) values.set(keyOf(field.path), value);
  else problems.push(`${by}: ${field.isSecret ? 'its value' : shown(said)} is not ${field.expects}`);
}

const namesAfter = (path: readonly string[], known: readonly Field[]): readonly string[] => [
  ...new Set(known.map((each) => each.path[path.length] ?? '')),
];

/** Reads what stands below `path`; of a table, nothing is as good as an empty one. */
function walk(node: unknown, path: readonly string[], known: readonly Field[], reading: Reading): void {
  const field = known.find((each) => keyOf(each.path) === keyOf(path));
  const within = known.filter((each) => path.every((key, i) => each.path[i] === key));
  if (field) {
    set(field, keyOf(path), node, reading);
    return;
  }
  reading.values.set(keyOf(path), true);
  if (isTable(node)) {
    const wanted = within.filter(({ instead }) => instead === undefined);
    for (const [key, value] of Object.entries(node))
      if (namesAfter(path, within).includes(key)) walk(value, [...path, key], known, reading);
      else reading.problems.push(`${keyOf([...path, key])} ${unknownName(key, namesAfter(path, wanted))}`);
  } else if (node !== null && node !== undefined) {
    const said = path.length > 0 && within.some(({ isSecret }) => isSecret) ? 'its value' : shown(node);
    reading.problems.push(`${keyOf(path) || 'the file'}: ${said} is not a table of keys`);
  }
}

/** The environment's variables whose names begin as these do. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Their names begin alike, which makes none the nearest. */
function unknownVariable(name: string): string {
  const endings = fields.flatMap(({ variable }) => variable?.slice(prefix.length) ?? []);
  const meant = nearest(name.slice(prefix.length), endings);
  return meant === undefined
    ? 'is unknown: generate --print-thresholds lists what there is'
    : `is unknown: did you mean ${prefix}${meant}?`;
}

function readVariables(variables: Variables, reading: Reading): void {
  for (const [name, given] of Object.entries(variables)) {
    const text = given?.trim() ?? '';
    const field = fields.find(({ variable }) => variable === name);
    if (text === '' || !name.startsWith(prefix)) continue;
    if (field) set(field, name, field.read(text), reading, text);
    else reading.problems.push(`${name} ${unknownVariable(name)}`);
  }
}

function readAll(document: unknown, variables: Variables, known: readonly Field[], problems: string[]): Reading {
  const reading: Reading = { values: new Map(fields.map(({ path, fallback }) => [keyOf(path), fallback])), problems };
  walk(document, [], known, reading);
  readVariables(variables, reading);
  return reading;
}

const jobsAt = <R extends Role>(at: string, of: readonly R[], { values }: Reading): Pick<Jobs, R> =>
  Object.fromEntries(of.map((role) => [role, values.get(`${at}.${role}`)])) as unknown as Pick<Jobs, R>;
const jobsOf = (reading: Reading): Jobs => jobsAt('jobs', roles, reading);
const thresholdsOf = ({ values }: Reading): Thresholds =>
  Object.fromEntries(
    Object.entries(thresholds).map(([domain, table]) => [
      domain,
      Object.fromEntries(Object.keys(table).map((key) => [key, values.get(`thresholds.${snake(domain)}.${snake(key)}`)])),
    ]),
  ) as Thresholds;

/** The targets of jobs of which anything is said; what is not said of one it has not. */
function targetsIn({ values }: Reading, jobs: Jobs): Deployment['targets'] {
  const told = [...new Set(Object.values(jobs).flat())].filter((job) => wayNames.some((way) => values.has(`targets.${job}.${way}`)));
  return Object.fromEntries(
    told.map((job) => [
      job,
      Object.fromEntries(wayNames.map((way) => [way, values.get(`targets.${job}.${way}`) ?? []])) as unknown as Targets,
    ]),
  );
}

/** It has a shape of its own, and no variables. */
const alertingField: Field = { path: ['alerting'], fallback: undefined, means: '', expects: '', read: (text) => text, accepts: () => true };

const unslashed = (url: unknown): string => String(url).replace(/\/+$/, '');

/**
 * The deployment that an operator describes: a variable, else what the file says, else the default.
 * @param yaml the text of the file
 * @throws ConfigError that lists every name and value that is wrong, of the file and of the variables
 */
export function readDeployment(yaml: string, variables: Variables): Deployment {
  const faults: string[] = [];
  const document = readYaml(yaml, faults);
  const problems = faults.map((fault) => `the file: ${fault}`);
  const known = [...fields, ...targetFields(jobsOf(readAll(document, variables, fields, []))), alertingField];
  const reading = readAll(document, variables, known, problems);
  const alerting = alertingOf(reading.values.get('alerting'), problems);
  const jobs = jobsOf(reading);
  const access = accessIn(reading.values, jobs, problems);
  problems.push(...misnamed({ access, alerting }));
  if (problems.length > 0) throw new ConfigError(problems);
  const of = (key: string): unknown => reading.values.get(key);
  return {
    thresholds: thresholdsOf(reading),
    jobs,
    targets: targetsIn(reading, jobs),
    access,
    alerting,
    kubernetes: { jobs: jobsAt('kubernetes.jobs', selves, reading), namespaces: of('kubernetes.namespaces') as readonly string[] },
    environment: String(of('environment')),
    cluster: String(of('cluster')),
    runbooks: unslashed(of('runbooks')),
    grafana: unslashed(of('grafana')),
  };
}
