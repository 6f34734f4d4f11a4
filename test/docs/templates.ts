import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../e2e/scratch.ts';

/** A message that the source can log: what is fixed of it, `undefined` where something is put in. */
export interface Template {
  readonly file: string;
  readonly parts: readonly (string | undefined)[];
}

/** What logs, and what is told of a version that is not known. */
const calls = /\b(?:log\.\w+|unknown|writeSync)\(/g;
const prefix = '@autonomica/metrics: ';

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where the string or template that begins here ends: the index of its last character. */
function endOfLiteral(source: string, from: number): number {
  const quote = source[from];
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at += 1;
    else if (quote === '`' && source.startsWith('${', at)) at = endOfGroup(source, at + 1);
    else if (source[at] === quote) return at;
  }
  throw new Error(`a literal without an end: ${source.slice(from, from + 60)}`);
}

const isQuote = (character: string | undefined): boolean => character === "'" || character === '"' || character === '`';

/** Where what begins here ends, a comment, a literal or a bracket; anything else is one character. */
function endOf(source: string, at: number): number {
  const character = source[at] ?? '';
  if (source.startsWith('//', at)) return source.indexOf('\n', at);
  if (source.startsWith('/*', at)) return source.indexOf('*/', at) + 1;
  if (isQuote(character)) return endOfLiteral(source, at);
  return character in closing ? endOfGroup(source, at) : at;
}

/** Where the bracket that opens here closes. */
function endOfGroup(source: string, from: number): number {
  const close = closing[source[from] ?? ''];
  for (let at = from + 1; at < source.length; at = endOf(source, at) + 1) if (source[at] === close) return at;
  throw new Error(`a bracket without an end: ${source.slice(from, from + 60)}`);
}

/** The literals of a call's last argument: what is chosen between, if anything is. */
function literalsOf(source: string, open: number): string[] {
  let literals: string[] = [];
  const end = endOfGroup(source, open);
  for (let at = open + 1; at < end; at = endOf(source, at) + 1) {
    if (source[at] === ',' && source.slice(at + 1, end).trim() !== '') literals = [];
    if (isQuote(source[at])) literals.push(source.slice(at, endOf(source, at) + 1));
  }
  return literals;
}

/** The parts of a literal, without its quotes. */
function partsOf(literal: string): (string | undefined)[] {
  const parts: (string | undefined)[] = [];
  let fixed = '';
  for (let at = 1; at < literal.length - 1; at++) {
    if (literal[0] === '`' && literal.startsWith('${', at)) {
      parts.push(fixed, undefined);
      fixed = '';
      at = endOfGroup(literal, at + 1);
    } else if (literal[at] === '\\') fixed += literal[++at] === 'n' ? '\n' : (literal[at] ?? '');
    else fixed += literal[at];
  }
  return [...parts, fixed].map((part) => part?.replace(prefix, '').replace(/\n$/, '')).filter((part) => part !== '');
}

/** A call that logs. */
export interface Call {
  readonly file: string;
  readonly text: string;
  /** What it can log; none where that is decided elsewhere. */
  readonly templates: readonly Template[];
}

function callsIn(file: string): Call[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(calls)].map(({ index, 0: { length } }) => {
    const open = index + length - 1;
    const templates = literalsOf(source, open).map((literal) => ({ file, parts: partsOf(literal) }));
    return { file, text: source.slice(index, endOfGroup(source, open) + 1), templates };
  });
}

/** Every call in the source that logs, but those of the logger and of the commands. */
export const logging = (): readonly Call[] =>
  globSync('{src,instrumentation}/**/*.ts', { cwd: root })
    .filter((file) => file !== 'src/log.ts' && !file.startsWith('src/cli/'))
    .toSorted()
    .flatMap(callsIn);

export const textOf = ({ file, parts }: Template): string => `${parts.map((part) => part ?? '…').join('')} (${file})`;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** Whether a line is what a template can become. */
export const fits = ({ parts }: Template, line: string): boolean =>
  new RegExp(`^${parts.map((part) => (part === undefined ? '.+' : escaped(part))).join('')}$`).test(line);
