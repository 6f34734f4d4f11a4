import type { Mounts } from './endpoint/mounted.ts';
import { type Container, detect } from './readings/container/detect.ts';
import { Files } from './readings/files.ts';
import { chosen, resourceOf } from './resource.ts';
import { shown, type Table, textOf, type ValuesOf } from './setting.ts';
import { type Options, type ServiceTable, type Setting, type Settings, table } from './settings.ts';

export type { Table } from './setting.ts';
export type { Options, ServiceTable, Settings } from './settings.ts';

export type Source = 'default' | 'option' | 'flag' | 'environment';

/** A setting as an operator reads it. */
export interface Effective {
  readonly option: string;
  readonly variable: string;
  /** The variable that counts where that one is not set. */
  readonly general?: string | undefined;
  readonly value: string;
  readonly source: Source;
  readonly means: string;
  readonly fallback: string;
}

export interface Configuration<T extends Table = ServiceTable> {
  readonly settings: Settings & ValuesOf<T>;
  readonly effective: readonly Effective[];
  /** Variables whose value was ignored, and what they must be. */
  readonly rejected: readonly Rejected[];
}

interface Rejected {
  readonly variable: string;
  readonly problem: string;
}

interface Flag {
  /** As it was typed: `--port`. */
  readonly name: string;
  readonly text: string;
}

/** What the operator of a command gave: a mistake there is an error, in the environment too. */
export interface Command<T extends Table = ServiceTable> {
  /** Settings of its own, beside those of a service. */
  readonly own?: T;
  /** By the option that each sets. */
  readonly flags: Readonly<Partial<Record<keyof Settings | keyof T, Flag>>>;
  /** Where they are not those of a service. */
  readonly defaults: Options;
  /** What of the command line is no flag. */
  readonly problems: readonly string[];
  /** What of the settings in force is in vain, or leaves the command nothing to do; `wrong` are the flags and variables that did not count. */
  readonly unfit: (settings: Settings & ValuesOf<T>, wrong: readonly string[]) => readonly string[];
  /** What it answers on the endpoint's server, where there is one, beside that. */
  readonly mounts?: (settings: Settings & ValuesOf<T>) => Mounts;
}

const mistakes = <T extends Table>(
  { problems, unfit }: Command<T>,
  settings: Settings & ValuesOf<T>,
  rejected: readonly Rejected[],
): readonly string[] => [
  ...problems,
  ...rejected.map(({ variable, problem }) => `${variable}: ${problem}`),
  ...unfit(
    settings,
    rejected.map(({ variable }) => variable),
  ),
];

/** What the caller of `start` or the operator of a command gave that can't be used: every problem, each with its name. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`configuration: ${problems.join('; ')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables whose names begin like this, with what is in them. */
export const variablesOf = (prefix: string, environment: Environment = process.env): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith(prefix)));

/** The variable that says that this process runs in a container, if one does. */
export const containerVariable = (environment: Environment = process.env): string | undefined =>
  ['KUBERNETES_SERVICE_HOST', 'container'].find((name) => environment[name] !== undefined);

/** The container that this process runs in, if it does. */
export const containerOf = ({ root }: Pick<Settings, 'root'>, environment: Environment = process.env): Container | undefined =>
  detect(new Files(root), containerVariable(environment));

interface Said {
  /** The flag or the variable. */
  readonly by: string;
  readonly text: string;
  readonly source: Source;
}

/** What was said of a setting, that first which counts. */
function saidOf({ variable, general }: Setting<unknown>, environment: Environment, flag: Flag | undefined): readonly Said[] {
  const name = [variable, general].find((one) => one !== undefined && environment[one]?.trim());
  const said: Said[] = [];
  if (flag) said.push({ by: flag.name, text: flag.text, source: 'flag' });
  if (name !== undefined) said.push({ by: name, text: environment[name]?.trim() ?? '', source: 'environment' });
  return said;
}

/** The first of these texts that is one of the setting's; what is wrong with any is added to `rejected`. */
function read(setting: Setting<unknown>, said: readonly Said[], rejected: Rejected[]): readonly [unknown, Source] | undefined {
  const values: [unknown, Source][] = [];
  for (const { by, text, source } of said) {
    const value = setting.read(text);
    if (value !== undefined) values.push([value, source]);
    else rejected.push({ variable: by, problem: `${setting.isSecret ? 'its value' : JSON.stringify(text)} is not ${setting.expects}` });
    const ignored = value === undefined ? [] : (setting.ignores?.(text) ?? []);
    if (ignored.length > 0) rejected.push({ variable: by, problem: `${ignored.map(shown).join(', ')}: not in ${setting.expects}` });
  }
  return values[0];
}

/** Attributes by default are there beside those that are given. */
const withDefaults = (value: unknown, defaults: unknown): unknown =>
  typeof defaults === 'object' && !Array.isArray(defaults) ? { ...defaults, ...(value as object) } : value;

/**
 * The settings in force: an option, else its flag, else its variable, else the default. A service's wrong variable is ignored and told.
 * @throws ConfigError for options, and for all that the operator of a command gave: it lists everything that is wrong or unknown
 */
export function configure<T extends Table = ServiceTable>(
  options: Options = {},
  environment: Environment = process.env,
  command?: Command<T>,
): Configuration<T> {
  const wrong = Object.keys(options)
    .filter((name) => !Object.hasOwn(table, name))
    .map((name) => `option "${name}" is unknown`);
  const rejected: Rejected[] = [];
  const effective: Effective[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, each] of Object.entries({ ...table, ...command?.own }) as [keyof Settings, Setting<unknown>][]) {
    const { variable, general, means, expects } = each;
    const fallback = command?.defaults[name] ?? each.fallback;
    let [value, source] = read(each, saidOf(each, environment, command?.flags[name]), rejected) ?? [fallback, 'default' as const];
    const given = options[name];
    if (given !== undefined && !each.accepts(given)) wrong.push(`option "${name}": ${shown(given)} is not ${expects}`);
    else if (given !== undefined) [value, source] = [given, 'option'];
    values[name] = withDefaults(value, command?.defaults[name]);
    effective.push({ option: name, variable, general, value: textOf(values[name]), source, means, fallback: textOf(fallback) });
  }
  const settings = values as Settings & ValuesOf<T>;
  // a file is read for it only where it is asked for
  const container = settings.resourceLabels.length > 0 ? containerOf(settings, environment) : undefined;
  const { absent } = chosen(resourceOf(settings, container), settings.resourceLabels);
  if (absent.length > 0) {
    const problem = `the resource has no ${absent.map(shown).join(', ')}: set it in ${table.resource.variable}`;
    if (options.resourceLabels !== undefined) wrong.push(`option "resourceLabels": ${problem}`);
    else rejected.push({ variable: table.resourceLabels.variable, problem });
  }
  if (command) wrong.push(...mistakes(command, settings, rejected));
  if (wrong.length > 0) throw new ConfigError(wrong);
  return { settings, effective, rejected };
}
