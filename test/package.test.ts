import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environment, project, root, run, scratch, tarball } from './e2e/scratch.ts';
import { inputsOf, metafiles } from './metafiles.ts';

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

/** Every bundled package, with the folder it came from. */
function bundled(): ReadonlyMap<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const { inputs } of metafiles())
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

  for (const [what, options] of [
    ['for import and require', ['--profile', 'node16', '--exclude-entrypoints', 'browser']],
    ['the client for browsers for import alone', ['--profile', 'esm-only', '--entrypoints', 'browser']],
  ] as const)
    it(`passes attw, ${what}`, async () => {
      const { code, stdout, stderr } = await run(bin('attw'), [await tarball(), ...options], root);
      assert.equal(code, 0, stdout + stderr);
    });

  it('has nothing in it that Compose is given in a checkout', async () => {
    const folder = join(scratch(), 'packed');
    const given = [
      'secrets/grafana_admin_password',
      'prometheus/secrets/api',
      'prometheus/targets/api/host.yml',
      'alertmanager/secrets/slack',
    ];
    for (const path of ['compose.yaml', ...given]) {
      mkdirSync(dirname(join(folder, 'config', path)), { recursive: true });
      writeFileSync(join(folder, 'config', path), '');
    }
    writeFileSync(join(folder, 'package.json'), textOf('package.json'));
    const { stdout } = await run('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], folder);
    const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
    const paths = files.map(({ path }) => path).filter((path) => path.startsWith('config/'));
    assert.deepEqual(paths, ['config/compose.yaml']);
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
    const inPage = `
import { init, type Options, recordUserAction } from '@autonomica/metrics/browser';
const options: Options = { endpoint: '/beacon', app: 'a', route: (path, { hash }) => (path === '/' ? hash : undefined) };
init(options);
recordUserAction('pay', { seconds: 1, outcome: 'ok' });
// @ts-expect-error not among the outcomes
recordUserAction('pay', { outcome: 'paid' });
`;
    writeFileSync(join(folder, 'c.mts'), inPage);
    const rules = `
import { catalogue } from '@autonomica/metrics';
import { type Alert, count, type Rules, series } from '@autonomica/metrics/alerts';
const { duration } = catalogue.api.request;
const alert = { alert: 'A', expr: count(duration, { route: '/' }), severity: 'info', team: 'mine', summary: '', description: '' } as const satisfies Alert;
export const rules: Rules = ({ thresholds }) => [{ name: String(thresholds.api.latencySeconds), rules: [alert] }];
// @ts-expect-error no such attribute
series(duration, { rout: '/' });
`;
    writeFileSync(join(folder, 'd.mts'), rules);
    writeFileSync(join(folder, 'e.cts'), rules);
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['a.mts', 'b.cts', 'c.mts', 'd.mts', 'e.cts'] }),
    );
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

  it('has the pipeline once: the other bundles have of their own only what holds no state', () => {
    const core = inputsOf('core.cjs');
    const twice = (file: string): string[] =>
      inputsOf(file)
        .filter((input) => input.startsWith('src/') && core.includes(input))
        .toSorted();
    assert.deepEqual(twice('cli.cjs'), [
      'src/endpoint/page.ts',
      'src/endpoint/paths.ts',
      'src/log-line.ts',
      'src/setting.ts',
      'src/settings.ts',
    ]);
    assert.deepEqual(twice('readings.cjs'), [
      'src/catalogue/define.ts',
      'src/file-system.ts',
      'src/readings/bundle.ts',
      'src/readings/container/detect.ts',
      'src/readings/container/mounted.ts',
      'src/readings/container/name.ts',
      'src/readings/files.ts',
      'src/slice.ts',
    ]);
    assert.deepEqual(twice('beacon.cjs'), [
      'src/beacon/bundle.ts',
      'src/catalogue/http.ts',
      'src/endpoint/answer.ts',
      'src/meters/error-type.ts',
      'src/setting.ts',
      'src/slice.ts',
    ]);
    const withPromql = metafiles().filter(({ inputs }) =>
      Object.keys(inputs).some((input) => input.startsWith('node_modules/@prometheus-io/')),
    );
    assert.deepEqual(
      withPromql.flatMap(({ outputs }) => Object.keys(outputs)),
      ['dist/doctor.cjs'],
    );
    const withYaml = metafiles().filter(({ inputs }) => Object.keys(inputs).some((input) => input.startsWith('node_modules/yaml/')));
    assert.deepEqual(
      withYaml.flatMap(({ outputs }) => Object.keys(outputs)),
      ['dist/doctor.cjs', 'dist/generate.cjs'],
    );
    for (const file of ['doctor.cjs', 'generate.cjs', 'alerts.cjs'])
      assert.doesNotMatch(inputsOf(file).join('\n'), /src\/(store|meters|endpoint)\//);
    for (const file of ['beacon.cjs', 'cli.cjs', 'readings.cjs']) assert.match(textOf('dist', file), /require\("\.\/core\.cjs"\)/);
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
