import type { Command } from '../environment.ts';
import { type Options, type Settings, table } from '../settings.ts';
import { readLine } from './command-line.ts';

/** Where the collector is not set as a service is. */
export const defaults: Options = { port: 8000, resource: { 'service.name': 'autonomica-collector' } };

type TextSetting = { [K in keyof Settings]: Settings[K] extends string | number ? K : never }[keyof Settings];

/** A flag that sets what a variable sets too. */
export interface Flag {
  readonly flag: string;
  /** What stands for its value. */
  readonly value: string;
  readonly option: TextSetting;
  readonly means: string;
}

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
];

/** What counts where neither the flag nor its variable is set; empty for nothing. */
export const defaultOf = ({ option }: Flag): string => String(defaults[option] ?? table[option].fallback);
export const variableOf = ({ option }: Flag): string => table[option].variable;

export interface Parsed extends Pick<Command, 'flags' | 'problems'> {
  readonly help: boolean;
  readonly once: boolean;
}

const switches = { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Reads a command line; what is no flag, or lacks its value, is a problem. Of one that is given twice the last counts. */
export function parseFlags(args: readonly string[]): Parsed {
  const { given, problems } = readLine(args, { valued: flags, switches });
  const set = flags.filter(({ flag }) => given.has(flag));
  return {
    help: given.has('help'),
    once: given.has('once'),
    flags: Object.fromEntries(set.map(({ flag, option }) => [option, { name: `--${flag}`, text: given.get(flag) ?? '' }])),
    problems,
  };
}
