import { parseArgs } from 'node:util';
import type { Command } from '../environment.ts';
import { textOf } from '../setting.ts';
import { type Options, table } from '../settings.ts';
import { beaconSettings } from './beacon-settings.ts';

/** Where the collector is not set as a service is. */
export const defaults: Options = { port: 8000, resource: { 'service.name': 'autonomica-collector' } };

export type CollectorCommand = Command<typeof beaconSettings>;
export type CollectorSettings = Parameters<CollectorCommand['unfit']>[0];

const all = { ...table, ...beaconSettings };
type Option = keyof typeof all;

/** A flag that sets what a variable sets too. */
export interface Flag {
  readonly flag: string;
  /** What stands for its value. */
  readonly value: string;
  readonly option: Option;
  readonly means: string;
}

const beaconFlag = (flag: string, value: string, option: keyof typeof beaconSettings): Flag => ({
  flag: `beacon-${flag}`,
  value,
  option,
  means: beaconSettings[option].means,
});

export const flags: readonly Flag[] = [
  { flag: 'host', value: 'address', option: 'host', means: 'where it listens; 0.0.0.0 is every IPv4 address, :: every address' },
  { flag: 'port', value: 'port', option: 'port', means: 'the port; 0 takes a free one' },
  { flag: 'root', value: 'path', option: 'root', means: 'where the root of the machine is mounted, as seen from a container' },
  { flag: 'sample-interval', value: 'ms', option: 'sampleIntervalMs', means: 'how often file systems, sensors and processes are sampled' },
  {
    flag: 'interfaces',
    value: 'regexp',
    option: 'interfaces',
    means: 'which network interfaces, by the whole name; unset, not virtual ones',
  },
  { flag: 'mounts', value: 'regexp', option: 'mounts', means: 'which mount points, by the whole path; unset, those of disks' },
  { flag: 'log-level', value: 'level', option: 'logLevel', means: 'none, error, warn, info or debug, on standard error' },
  { flag: 'log-format', value: 'format', option: 'logFormat', means: 'text, logfmt or json, a line each' },
  beaconFlag('origins', 'list', 'beaconOrigins'),
  beaconFlag('path', 'path', 'beaconPath'),
  beaconFlag('apps', 'list', 'beaconApps'),
  beaconFlag('pages', 'names', 'beaconPages'),
  beaconFlag('actions', 'names', 'beaconActions'),
  beaconFlag('routes', 'names', 'beaconRoutes'),
  beaconFlag('errors', 'names', 'beaconErrors'),
  beaconFlag('client-rate', 'rate', 'beaconClientRate'),
  beaconFlag('overall-rate', 'rate', 'beaconOverallRate'),
  beaconFlag('trusted-hops', 'number', 'beaconTrustedHops'),
];

/** What counts where neither the flag nor its variable is set; empty for nothing. */
export const defaultOf = ({ option }: Flag): string =>
  textOf((defaults as Partial<Record<Option, unknown>>)[option] ?? all[option].fallback);
export const variableOf = ({ option }: Flag): string => all[option].variable;

export interface Parsed extends Pick<CollectorCommand, 'flags' | 'problems'> {
  readonly help: boolean;
  readonly once: boolean;
}

const switches = { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
const valued = Object.fromEntries(flags.map(({ flag }) => [flag, { type: 'string' }] as const));
type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function problemOf(token: Token): string | undefined {
  if (token.kind === 'positional') return `"${token.value}" is no flag: remove it, or see --help`;
  if (token.kind !== 'option') return undefined;
  const { name, rawName, value = '', inlineValue } = token;
  if (Object.hasOwn(switches, name)) return value === '' ? undefined : `${rawName} takes no value: remove "=${value}"`;
  const known = flags.find(({ flag }) => flag === name);
  if (known === undefined) return `${rawName} is unknown: remove it, or see --help`;
  const isMissing = value.trim() === '' || (!inlineValue && value.startsWith('-'));
  return isMissing ? `${rawName} has no value: write ${rawName}=<${known.value}>` : undefined;
}

/** Reads a command line; what is no flag, or lacks its value, is a problem. Of one that is given twice the last counts. */
export function parseFlags(args: readonly string[]): Parsed {
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...switches, ...valued },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.filter((token) => token.kind === 'option');
  const given = new Map(options.filter((each) => problemOf(each) === undefined).map(({ name, value }) => [name, value?.trim() ?? '']));
  const set = flags.filter(({ flag }) => given.has(flag));
  return {
    help: given.has('help'),
    once: given.has('once'),
    flags: Object.fromEntries(set.map(({ flag, option }) => [option, { name: `--${flag}`, text: given.get(flag) ?? '' }])),
    problems: tokens.map(problemOf).filter((problem) => problem !== undefined),
  };
}
