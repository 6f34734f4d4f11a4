import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, project, root, run, tarball } from './e2e/scratch.ts';

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Every bundled package, with the folder it came from. */
function bundled(): ReadonlyMap<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const { inputs } of JSON.parse(textOf('node_modules', '.cache', 'metafiles.json')) as Metafile[])
    for (const input of Object.keys(inputs)) {
      const [, folder = '', name = ''] = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(input) ?? [];
      if (name !== '') folders.set(name, (folders.get(name) ?? new Set()).add(folder));
    }
  return folders;
}

describe('the package', () => {
  it('passes publint', async () => {
    const { code, stdout, stderr } = await run(bin('publint'), ['run', await tarball(), '--strict'], root);
    assert.equal(code, 0, stdout + stderr);
  });

  it('passes attw, for import and require', async () => {
    const { code, stdout, stderr } = await run(bin('attw'), [await tarball(), '--profile', 'node16'], root);
    assert.equal(code, 0, stdout + stderr);
  });

  it('compiles for a strict user without OpenTelemetry, from CommonJS and ES modules', async () => {
    const folder = join(await project(), 'typed');
    mkdirSync(folder, { recursive: true });
    const use = `
const meters = define({ orders: counter({ name: 'typed.orders', unit: '', means: 'Orders.', attributes: { by: { name: 'by', of: ['a', 'b'] } } }) });
meters.orders.add(1, { by: 'a' });
// @ts-expect-error not among the values
meters.orders.add(1, { by: 'c' });
const [first] = readMetrics();
if (first?.kind === 'histogram') first.points.map(({ counts }) => counts);
health.add('x', () => true);
`;
    const imported =
      "import { counter, define, health, readMetrics } from '@autonomica/metrics';\nimport '@autonomica/metrics/instrumentation';\n";
    writeFileSync(join(folder, 'a.mts'), imported + use);
    writeFileSync(join(folder, 'b.cts'), imported + use);
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['a.mts', 'b.cts'] }));
    const { code, stdout } = await run(bin('tsc'), ['-p', folder], folder);
    assert.equal(code, 0, stdout);
  });

  it('is one instance, with the same names, for import and require', async () => {
    const script = `
      const required = require('@autonomica/metrics');
      import('@autonomica/metrics').then((imported) => {
        const { hits } = required.define({ hits: required.counter({ name: 'one.hits', unit: '', means: 'Hits.' }) });
        hits.add(2);
        const names = (all) => Object.keys(all).filter((name) => name !== 'default' && name !== 'module.exports').sort().join();
        console.log(JSON.stringify([names(required) === names(imported), imported.readMetrics()[0].points]));
      });`;
    const { stdout, stderr } = await run(process.execPath, ['-e', script], await project());
    assert.equal(stdout, '[true,[{"attributes":{},"value":2}]]\n', stderr);
  });

  it('installs nothing else, and has one copy of each package built in, listed and licensed', async () => {
    const { dependencies = {} } = JSON.parse(textOf('package.json')) as { dependencies?: object };
    assert.deepEqual(dependencies, {});
    const packages = bundled();
    assert.ok(packages.has('@opentelemetry/sdk-metrics'));
    for (const [name, folders] of packages) {
      assert.equal(folders.size, 1, `${name}: ${[...folders].join()}`);
      const { version } = JSON.parse(textOf(...folders, 'package.json')) as { version: string };
      assert.ok(textOf('README.md').includes(`- ${name} ${version}\n`), `README does not list ${name} ${version}`);
      assert.ok(textOf('dist', 'LICENSES.txt').includes(`${name} ${version} (`), name);
    }
    const { stdout } = await run(
      'npm',
      ['ls', '--all', '--parseable', '@opentelemetry/api', '@opentelemetry/sdk-metrics', '@opentelemetry/resources'],
      root,
    );
    const copies = stdout.split('\n').filter((line) => /@opentelemetry\/(api|sdk-metrics|resources)$/.test(line));
    assert.equal(new Set(copies).size, 3, stdout);
  });

  it('names no path of the machine that built it', async () => {
    const { stdout } = await run('tar', ['-xOzf', await tarball()], root, environment);
    assert.ok(!stdout.includes(root));
    assert.ok(stdout.length > 100_000);
  });
});
