import { inspect } from 'node:util';
import { type Options, type Setting, type Settings, table } from './settings.ts';

export type { Options, Settings } from './settings.ts';

export type Source = 'default' | 'option' | 'environment';

/** A setting as an operator reads it. */
export interface Effective {
  readonly option: string;
  readonly variable: string;
  readonly value: string;
  readonly source: Source;
  readonly means: string;
  readonly fallback: string;
}

export interface Configuration {
  readonly settings: Settings;
  readonly effective: readonly Effective[];
  /** Variables whose value was ignored, and what they must be. */
  readonly rejected: readonly { readonly variable: string; readonly problem: string }[];
}

/** What the caller of `start` or the operator of a command gave that can't be used: every problem, each with its name. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`configuration: ${problems.join('; ')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : inspect(value));
const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * The settings in force: an option, else its variable, else the default. A variable's wrong value is ignored and told.
 * @throws ConfigError for options: it lists all that are wrong or unknown
 */
export function configure(options: Options = {}, environment: Readonly<Record<string, string | undefined>> = process.env): Configuration {
  const wrong = Object.keys(options)
    .filter((name) => !Object.hasOwn(table, name))
    .map((name) => `option "${name}" is unknown`);
  const rejected: { variable: string; problem: string }[] = [];
  const effective: Effective[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(table) as [keyof Options, Setting<unknown>][]) {
    const { variable, fallback, means, expects } = each;
    const given = options[name];
    const text = environment[variable]?.trim();
    let value: unknown = fallback;
    let source: Source = 'default';
    if (given !== undefined && !each.accepts(given)) wrong.push(`option "${name}": ${shown(given)} is not ${expects}`);
    else if (given !== undefined) [value, source] = [given, 'option'];
    else if (text) {
      const read = each.read(text);
      if (read === undefined)
        rejected.push({ variable, problem: `${name === 'resource' ? 'its value' : JSON.stringify(text)} is not ${expects}` });
      else [value, source] = [read, 'environment'];
    }
    values[name] = value;
    effective.push({ option: name, variable, value: show(value), source, means, fallback: show(fallback) });
  }
  if (wrong.length > 0) throw new ConfigError(wrong);
  return { settings: values as Settings, effective, rejected };
}
