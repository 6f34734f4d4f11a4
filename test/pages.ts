import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './e2e/scratch.ts';

export { freePort } from '../examples/demo/free-port.ts';

export interface Block {
  readonly info: string;
  readonly text: string;
}

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** What a page shows between fences. */
export const blocksOf = (page: string): Block[] =>
  [...textOf(page).matchAll(/^```([^\n]*)\n([^]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }));

const blockWith = (page: string, info: string): string => blocksOf(page).find((each) => each.info.split(' ').includes(info))?.text ?? '';

/** The output that a page shows, of one of its files where it shows several. */
export const outputOf = (page: string, file?: string): string => blockWith(page, file === undefined ? 'output' : `output=${file}`);

/** A file that a page shows. */
export const fileOf = (page: string, name: string): string => blockWith(page, `file=${name}`);

/** Writes the files that a page shows. */
export function write(page: string, folder: string): void {
  for (const { info, text } of blocksOf(page)) {
    const [, name] = /file=(\S+)/.exec(info) ?? [];
    if (name === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** A row of a table, cell by cell; a `\|` is no end of a cell. */
export type Cells = readonly string[];

const cellsOf = (line: string): Cells =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** The rows of the tables below a heading, without their heads. */
export function rowsOf(page: string, heading: string): readonly Cells[] {
  const [, section = ''] = textOf(page).split(new RegExp(`^## ${heading}$`, 'm'));
  const [own = ''] = section.split(/^## /m);
  return [...own.matchAll(/^\| -.*\n((?:\|.*\n)+)/gm)].flatMap(([, rows = '']) => rows.trim().split('\n').map(cellsOf));
}

/** What is code in a text: what stands between backticks. */
export const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Numbers differ from run to run, and so does the machine; so does where the port comes from. Names do not. */
const shape = (line: string): string =>
  line
    .replace(/(?<=[ :])\d[\d.e+-]*(?=$|,| )/g, 'N')
    .replace(/Node \S+/g, 'Node N')
    .replaceAll(/(?<=(?:system_device|system_filesystem_(?:mode|mountpoint|type)|network_interface_name)=)"[^"]*"/g, '"…"')
    .replace(/ (default|environment)$/, ' SOURCE')
    .replaceAll(/ +/g, ' ')
    .trim();

/** Every line that a page shows was printed, in this order. */
export function assertPrinted(shown: string, printed: string): void {
  assert.notEqual(shown, '', 'nothing is shown');
  const lines = printed.split('\n').map(shape);
  let from = 0;
  for (const line of shown.split('\n').filter((each) => each.trim() !== '')) {
    const at = lines.indexOf(shape(line), from);
    assert.notEqual(at, -1, `not printed, or not in this place: ${line}\n\nprinted:\n${printed}`);
    from = at + 1;
  }
}
