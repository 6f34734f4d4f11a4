import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './applications.ts';
import { root } from './scratch.ts';

const page = join(root, 'README.md');
const block = /(?<=<!-- frameworks: .* -->\n)[^]*?(?=<!-- \/frameworks -->)/;
const kinds = ['answered', 'thrown', '401, 400', '404', 'aborted'] as const;
type Kind = (typeof kinds)[number];

const recorded = new Map<string, Map<Kind, Set<string>>>();

function kindOf([, path, status]: Row): Kind | undefined {
  if (path === '/api/customers/5/orders/6') return 'answered';
  if (path.endsWith('/throws') || path === '/told/7?fails') return 'thrown';
  if (path.endsWith('/denied') || path.endsWith('/page')) return '401, 400';
  if (path === '/nowhere' || path === '/missing') return '404';
  return path === '/told/7' && status === 200 ? 'answered' : undefined;
}

/** Notes what a test saw counted, `GET /users/:id 200`. */
export function note(library: string, file: string, kind: Kind, key: string): void {
  const id = `${library} | ${file.endsWith('.mjs') ? 'ES modules' : 'CommonJS'}${file.endsWith('-custom.cjs') || file.endsWith('-custom.mjs') ? ', custom server' : ''}`;
  const kindsOf = recorded.get(id) ?? new Map<Kind, Set<string>>();
  recorded.set(id, kindsOf.set(kind, (kindsOf.get(kind) ?? new Set()).add(key.replace(/^GET /, '').replace(/^- /, 'no route, '))));
}

export function noteRow(library: string, file: string, row: Row, key: string): void {
  const kind = kindOf(row);
  if (kind !== undefined) note(library, file, kind, key);
}

const short = (key: string): string =>
  key
    .replace(/^(?:\/api)?\/customers\/\S+orders\/\S+?(?=\/\w+ | )/, '…')
    .replace('no route, - ', 'no route, no status, ')
    .replace(/^(\S+) - /, '$1, no status, ')
    .replace(/(\d{3}) \1$/, '$1, error 500');

function table(): string {
  const lines = [...recorded].map(([id, all]) =>
    [id, ...kinds.map((kind) => [...(all.get(kind) ?? [])].map((key) => short(key)).join('<br>'))].join(' | '),
  );
  return [
    'framework | modules | ' + kinds.join(' | '),
    Array(kinds.length + 2)
      .fill('---')
      .join(' | '),
    ...lines,
  ]
    .map((line) => `| ${line} |\n`)
    .join('');
}

/** Compares README's table with what was recorded; `GOLDEN=write` writes it. */
export function assertTable(): void {
  const text = readFileSync(page, 'utf8');
  if (process.env['GOLDEN'] === 'write') writeFileSync(page, text.replace(block, table()));
  assert.equal(block.exec(readFileSync(page, 'utf8'))?.[0], table());
}
