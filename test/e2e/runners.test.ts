import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isPackageRunner } from '../../instrumentation/package-runner.ts';
import { environment, project, run } from './scratch.ts';

describe('npm, npx, yarn, pnpm and corepack', () => {
  let cwd: string;
  let under: typeof environment;
  before(async () => {
    cwd = await project('yarn@1.22.22', 'pnpm@10.28.2');
    // apart, because it brings a yarn and a pnpm of its own, which download theirs
    const corepack = await project('corepack@0.35.0');
    const { stdout } = await run('npx', ['autonomica-metrics', 'path'], cwd);
    const bin = [join(cwd, 'node_modules', '.bin'), join(corepack, 'node_modules', '.bin')];
    const PATH = [...bin, environment['PATH']].join(delimiter);
    under = { ...environment, PATH, NODE_OPTIONS: `--require ${JSON.stringify(stdout.trim())}`, OTEL_EXPORTER_PROMETHEUS_PORT: '0' };
    const scripts = { measured: 'node -p 6*7' };
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'scratch', version: '1.0.0', private: true, scripts }));
  });
  const linesIn = (stderr: string): number => stderr.split('\n').filter((line) => line.startsWith('@autonomica/metrics: serving')).length;

  it('have a path for NODE_OPTIONS, which is absolute and there', async () => {
    const { stdout, code } = await run('npx', ['autonomica-metrics', 'path'], cwd);
    assert.equal(code, 0);
    assert.equal(stdout, `${join(cwd, 'node_modules', '@autonomica', 'metrics', 'dist', 'preload.cjs')}\n`);
    assert.ok(existsSync(stdout.trim()));
  });

  for (const command of ['npm', 'npx', 'yarn', 'pnpm', 'corepack'])
    it(`are not measured themselves: ${command}`, async () => {
      const { stdout, stderr, code } = await run(command, ['--version'], cwd, under);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^\d+\.\d+\.\d+/m);
      assert.equal(linesIn(stderr), 0, stderr);
    });

  for (const command of ['npm', 'yarn', 'pnpm'])
    it(`are not measured themselves, and what they run is: ${command}`, async () => {
      const { stdout, stderr, code } = await run(command, ['run', 'measured'], cwd, under);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^42$/m);
      assert.equal(linesIn(stderr), 1, stderr);
    });

  it('are known by their programs, and an application of the same name is none', () => {
    for (const entry of [
      '/usr/lib/node_modules/npm/bin/npm-cli.js',
      '/usr/share/nodejs/npm/bin/npx-cli.js',
      '/opt/yarn-v1.22.22/bin/yarn.js',
      '/srv/app/.yarn/releases/yarn-4.9.1.cjs',
      '/usr/lib/node_modules/pnpm/bin/pnpm.cjs',
      '/usr/lib/node_modules/corepack/dist/corepack.js',
      '/usr/lib/node_modules/corepack/dist/yarn.js',
      '/usr/lib/node_modules/pm2/bin/pm2',
      '/usr/lib/node_modules/pm2/bin/pm2-runtime',
    ])
      assert.ok(isPackageRunner(entry), entry);
    for (const entry of [
      '/srv/app/server.js',
      '/srv/app/npm.js',
      '/srv/npm/server.js',
      '/srv/app/yarn.js',
      '/srv/app/bin/pnpm-audit.js',
      '/srv/app/pm2.js',
    ])
      assert.ok(!isPackageRunner(entry), entry);
  });
});
