import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { applications, keyOf, sums, withFrameworks } from './applications.ts';
import { ask } from './client.ts';
import { environment, project, run, versionOf } from './scratch.ts';
import { type Starting, services } from './service.ts';

const withTsx = (): Promise<string> => project(`express@${versionOf('express')}`, 'tsx@4.23.15', 'hono@4.13.19');
const erasable = `import express from 'express';
import { application } from './routes.cjs';
import { serve } from './serve.cjs';

const wanted: string = 'typed';
console.log(wanted);
serve(application(express));
`;
/** What Node itself does not take out. */
const typed = `enum Never {}\n${erasable.replace(': string', ': Never | string')}`;
const rows = applications.find(({ library }) => library === 'Express 5')?.rows ?? [];

async function written(file: string, text: string): Promise<string> {
  const cwd = await withTsx();
  writeFileSync(join(cwd, file), text);
  return cwd;
}

describe('an application that is loaded otherwise', () => {
  const start = services();

  async function counts(starting: Starting, expected: Readonly<Record<string, number>>): Promise<void> {
    const service = start(starting);
    await service.counts(async (url) => {
      for (const [method, path, status] of rows) assert.equal((await ask(url + path, { method })).status, status, path);
    }, expected);
    assert.deepEqual(
      service.said.filter((line) => !/ serving /.test(line)),
      [],
    );
  }

  it('is measured with its routes: TypeScript that Node runs itself', async () =>
    counts({ cwd: await written('erasable.ts', erasable), file: 'erasable.ts', flag: '--require' }, sums(rows.map(keyOf))));

  for (const flag of ['--require', '--import'] as const)
    it(`is measured with its routes: TypeScript that tsx runs, ${flag}`, async () =>
      counts({ cwd: await written('typed.ts', typed), file: 'typed.ts', options: ['--import', 'tsx'], flag }, sums(rows.map(keyOf))));

  for (const format of ['cjs', 'esm'] as const)
    it(`is measured without its routes: a bundle that contains Express, ${format}`, async () => {
      const cwd = await withTsx();
      const file = `bundle.${format === 'cjs' ? 'cjs' : 'mjs'}`;
      const banner =
        format === 'esm' ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } : {};
      await build({
        entryPoints: [join(cwd, 'express.cjs')],
        outfile: join(cwd, file),
        bundle: true,
        platform: 'node',
        format,
        banner,
        logLevel: 'error',
      });
      await counts({ cwd, file, flag: '--require' }, sums(rows.map((row) => keyOf([row[0], row[1], row[2], '-']))));
    });

  for (const [what, args, input] of [
    ['-e', ['-e', "console.log(require('node:path').sep)"]],
    ['-p', ['-p', '1 + 1']],
    ['-e with ES modules', ['--input-type=module', '-e', "import { Hono } from 'hono'; console.log(typeof Hono)"]],
    ['-p of an import', ['-p', "import('hono').then(({ Hono }) => console.log(typeof Hono)), 1"]],
    ['standard input', ['-'], "console.log('read')"],
    ['the REPL', ['-i'], "1 + 1\nrequire('hono').Hono.name\n"],
  ] as const)
    it(`says the same: ${what}`, async () => {
      const cwd = await withTsx();
      const env = { ...environment, OTEL_EXPORTER_PROMETHEUS_PORT: '0', OTEL_LOG_LEVEL: 'none' };
      const bare = await run(process.execPath, args, cwd, env, input);
      for (const flag of ['--require', '--import'])
        assert.deepEqual(await run(process.execPath, [flag, '@autonomica/metrics/instrumentation', ...args], cwd, env, input), bare);
      assert.notEqual(bare.stdout, '');
    });

  it('is measured under NODE_OPTIONS, wherever it is started', async () => {
    const cwd = await withFrameworks();
    const path = await run(join(cwd, 'node_modules', '.bin', 'autonomica-metrics'), ['path'], cwd);
    const env = { NODE_OPTIONS: `--require ${path.stdout.trim()}` };
    await counts({ cwd, file: 'express.mjs', env }, sums(rows.map(keyOf)));
  });
});
