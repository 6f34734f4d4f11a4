import { type Alerting, type BusinessHours, defaultAlerting, type Receiver, type Version, versions } from '../alerts/receivers.ts';
import { snake } from '../alerts/thresholds.ts';
import { isTable, shown } from '../setting.ts';
import { namesIn, teamsIn } from './alerting-names.ts';
import { unknownName } from './nearest.ts';
import { alertingKeys, businessHoursKeys, type Key, receiverKeys, versionOf, watchdogKeys } from './receiver-keys.ts';

/** What is read by, and where what is wrong is added. */
interface Reading {
  readonly version: Version;
  readonly problems: string[];
}
type Values = Readonly<Record<string, unknown>>;

/** What is wrong with a value, as it follows its key. */
function problemOf(value: unknown, key: Key, version: Version): string | undefined {
  if (value === undefined || value === null) return key.isRequired && ` is missing: give ${key.expects}`;
  if (!key.accepts(value)) return `: ${key.isSecret ? 'its value' : shown(value)} is not ${key.expects}`;
  return key.since !== undefined && versions.indexOf(key.since) > versions.indexOf(version)
    ? `: Alertmanager ${version} can't read it from a file, and no secret is written here: set alerting.version to "${key.since}" if yours is newer`
    : undefined;
}

/** What stands in a table, by the names that it has here; its names there are in snake case. A value is not told: it may be a secret. */
function read(node: unknown, at: string, keys: Readonly<Record<string, Key>>, { version, problems }: Reading): Values {
  if (!isTable(node)) {
    problems.push(`${at}: its value is not a table of keys: ${Object.keys(keys).map(snake).join(', ')}`);
    return {};
  }
  const names = Object.keys(keys).map(snake);
  for (const name of Object.keys(node)) if (!names.includes(name)) problems.push(`${at}.${name} ${unknownName(name, names)}`);
  const values: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(keys)) {
    const value = node[snake(name)];
    const problem = problemOf(value, key, version);
    if (problem !== undefined) problems.push(`${at}.${snake(name)}${problem}`);
    else if (value !== undefined && value !== null) values[name] = value;
  }
  return values;
}

/** A table whose names are the operator's. */
function entriesOf(node: unknown, at: string, problems: string[]): readonly (readonly [name: string, value: unknown])[] {
  if (node === undefined) return [];
  const entries = isTable(node) ? Object.entries(node) : [];
  if (entries.length === 0) problems.push(`${at}: its value is not a table of names`);
  for (const [name] of entries)
    if (!/^[A-Za-z0-9][\w-]*$/.test(name)) problems.push(`${at}: ${shown(name)} is not a name of letters, digits, "_" and "-"`);
  return entries;
}

/** A table that has to have one of both URLs. */
function readUrl(node: unknown, at: string, keys: Readonly<Record<string, Key>>, reading: Reading): Values {
  const { problems } = reading;
  const before = problems.length;
  const values = read(node, at, keys, reading);
  if (problems.length > before) return values;
  if (values['url'] !== undefined && values['urlFile'] !== undefined) problems.push(`${at}: url and url_file are both given: keep one`);
  if (values['url'] === undefined && values['urlFile'] === undefined) problems.push(`${at}: give url or url_file`);
  return values;
}

function way(kind: string, node: unknown, at: string, reading: Reading): Values {
  const keys = receiverKeys[kind as keyof Receiver];
  const before = reading.problems.length;
  const values = (kind === 'webhook' ? readUrl : read)(node, at, keys, reading);
  const { username, passwordFile } = values;
  if (reading.problems.length === before && (username === undefined) !== (passwordFile === undefined))
    reading.problems.push(`${at}: username and password_file go together: give both or none`);
  return values;
}

function receiver(node: unknown, at: string, reading: Reading): Receiver {
  const { problems } = reading;
  const kinds = Object.keys(receiverKeys);
  if (!isTable(node) || Object.keys(node).length === 0) {
    problems.push(`${at}: its value is not a table of at least one of ${kinds.join(', ')}`);
    return {};
  }
  for (const kind of Object.keys(node)) if (!kinds.includes(kind)) problems.push(`${at}.${kind} ${unknownName(kind, kinds)}`);
  const given = kinds.filter((kind) => Object.hasOwn(node, kind));
  return Object.fromEntries(given.map((kind) => [kind, way(kind, node[kind], `${at}.${kind}`, reading)]));
}

function hoursOf(node: unknown, reading: Reading): BusinessHours {
  const usual = { weekdays: ['monday:friday'], from: '08:00', to: '18:00', timeZone: 'UTC' };
  const at = 'alerting.business_hours';
  const hours = { teams: [], ...usual, ...read(node, at, businessHoursKeys, reading) } as BusinessHours;
  if (hours.from >= hours.to) reading.problems.push(`${at}: from ${shown(hours.from)} is not before to ${shown(hours.to)}`);
  return hours;
}

function teamLists(node: unknown, { version, problems }: Reading): Alerting['teams'] {
  const entries = entriesOf(node, 'alerting.teams', problems).map(([team, list]) => {
    const problem = problemOf(list, alertingKeys.default, version);
    if (problem !== undefined) problems.push(`alerting.teams.${team}${problem}`);
    return [team, problem === undefined ? list : []] as const;
  });
  return Object.fromEntries(entries) as Alerting['teams'];
}

/**
 * Who is told of what, as the part `alerting` of an operator's file says it.
 * @param part as YAML has it; undefined, nobody is told of anything
 * @param problems everything that is wrong is added, with its key, and no value that may be a secret
 */
export function alertingOf(part: unknown, problems: string[]): Alerting {
  if (part === undefined || part === null) return defaultAlerting;
  const top = read(part, 'alerting', alertingKeys, { version: defaultAlerting.version, problems });
  if (top['receivers'] !== undefined && ((part as Values)['default'] ?? undefined) === undefined)
    problems.push(`alerting.default is missing: give ${alertingKeys.default.expects}`);
  const reading: Reading = { version: versionOf(top['version']) ?? defaultAlerting.version, problems };
  const receivers = entriesOf(top['receivers'], 'alerting.receivers', problems).map(
    ([name, node]) => [name, receiver(node, `alerting.receivers.${name}`, reading)] as const,
  );
  const watchdog = top['watchdog'] === undefined ? undefined : readUrl(top['watchdog'], 'alerting.watchdog', watchdogKeys, reading);
  const doctor = top['doctor'] === undefined ? undefined : readUrl(top['doctor'], 'alerting.doctor', watchdogKeys, reading);
  const alerting = {
    ...defaultAlerting,
    ...top,
    version: reading.version,
    receivers: Object.fromEntries(receivers),
    teams: teamLists(top['teams'], reading),
    ...(watchdog && { watchdog }),
    ...(doctor && { doctor }),
    ...(top['businessHours'] !== undefined && { businessHours: hoursOf(top['businessHours'], reading) }),
  } as Alerting;
  namesIn(alerting, problems);
  teamsIn(alerting, problems);
  return alerting;
}
