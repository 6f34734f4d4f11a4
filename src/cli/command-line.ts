import { parseArgs } from 'node:util';

/** The flags of a command. */
export interface Flags {
  readonly valued: readonly { readonly flag: string /** What stands for its value. */; readonly value: string }[];
  readonly switches: Readonly<Record<string, { readonly type: 'boolean'; readonly short?: string }>>;
}

/** A command line, read. */
export interface Line {
  /** What was given, by the flag's name; of a switch, an empty text. */
  readonly given: ReadonlyMap<string, string>;
  /** What is no flag, or lacks its value. */
  readonly problems: readonly string[];
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function problemOf(token: Token, { valued, switches }: Flags): string | undefined {
  if (token.kind === 'positional') return `"${token.value}" is no flag: remove it, or see --help`;
  if (token.kind !== 'option') return undefined;
  const { name, rawName, value = '', inlineValue } = token;
  if (Object.hasOwn(switches, name)) return value === '' ? undefined : `${rawName} takes no value: remove "=${value}"`;
  const known = valued.find(({ flag }) => flag === name);
  if (known === undefined) return `${rawName} is unknown: remove it, or see --help`;
  const isMissing = value.trim() === '' || (!inlineValue && value.startsWith('-'));
  return isMissing ? `${rawName} has no value: write ${rawName}=<${known.value}>` : undefined;
}

/** Reads a command line. Of a flag that is given twice the last counts. */
export function readLine(args: readonly string[], flags: Flags): Line {
  const valued = Object.fromEntries(flags.valued.map(({ flag }) => [flag, { type: 'string' }] as const));
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...flags.switches, ...valued },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.filter((token) => token.kind === 'option');
  return {
    given: new Map(options.filter((each) => problemOf(each, flags) === undefined).map(({ name, value }) => [name, value?.trim() ?? ''])),
    problems: tokens.map((token) => problemOf(token, flags)).filter((problem) => problem !== undefined),
  };
}
