import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** The API inside our bundle is private: under the global key of its own it would share tracers and context with the application. */
const privateApi: Plugin = {
  name: 'private-api',
  setup({ onLoad }) {
    onLoad({ filter: /@opentelemetry[\\/]api[\\/].*global-utils\.[cm]?js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const renamed = text.replaceAll('opentelemetry.js.api.', 'autonomica.opentelemetry.js.api.');
      if (renamed === text) throw new Error(`${path}: no global key to rename`);
      return { contents: renamed, loader: 'js' };
    });
  },
};

/** OpenTelemetry's own packages are a bundle of their own, read when something of it is first called. */
const openTelemetryOutside: Plugin = {
  name: 'opentelemetry-outside',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]opentelemetry[\\/]bundle\.ts$/ }, ({ path }) => {
      const names = [...readFileSync(path, 'utf8').matchAll(/^export \{ (\w+) \}/gm)].map(([, name]) => name);
      return {
        contents: names.map((name) => `export const ${name} = (...args) => require('./opentelemetry.cjs').${name}(...args);`).join('\n'),
      };
    });
  },
};

/** What the preload needs of the library at run time is in `core.cjs`, once. */
const coreOutside: Plugin = {
  name: 'core-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/(\.\.\/)?src\// }, () => ({ path: './core.cjs', external: true }));
  },
};

/** Packages that OpenTelemetry's host metrics import for what we never use: the network group, and patching modules. */
const unused = ['systeminformation', 'import-in-the-middle', 'require-in-the-middle'];
const stubs: Plugin = {
  name: 'stubs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${unused.join('|')})(/|$)`) }, ({ path }) => ({ path, namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'exports.Hook = class {};', loader: 'js' }));
  },
};

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22.15',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  metafile: true,
  absWorkingDir: root,
};

async function bundle(name: string, entry: string, options: BuildOptions = {}): Promise<Metafile> {
  const { metafile } = await build({ ...common, entryPoints: [entry], outfile: `dist/${name}`, ...options });
  if (!metafile) throw new Error(`${name}: no metafile`);
  return metafile;
}

function run(command: string, args: string[]): void {
  const { status } = spawnSync(join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** The licences of what is bundled, one after the other. */
function licences(inputs: readonly string[]): string {
  const packages = new Set(
    inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((path) => path !== undefined),
  );
  return [...packages]
    .toSorted()
    .map((path) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as Record<string, string>;
      return `${name} ${version} (${license})\n\n${readFileSync(join(root, path, 'LICENSE'), 'utf8')}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, 'types'), { recursive: true });
const metafiles = [
  await bundle('core.cjs', 'src/index.ts', { plugins: [openTelemetryOutside], external: ['./opentelemetry.cjs'] }),
  await bundle('opentelemetry.cjs', 'src/opentelemetry/bundle.ts', { plugins: [privateApi, stubs] }),
  await bundle('preload.cjs', 'instrumentation/preload.ts', { plugins: [coreOutside] }),
  await bundle('cli.cjs', 'src/cli/cli.ts', { banner: { js: '#!/usr/bin/env node' } }),
];
run('tsc', [
  '-p',
  'tsconfig.json',
  '--noEmit',
  'false',
  '--declaration',
  '--emitDeclarationOnly',
  '--outDir',
  'dist/types',
  '--rootDir',
  '.',
]);
writeFileSync(join(dist, 'types', 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(join(dist, 'LICENSES.txt'), licences(metafiles.flatMap(({ inputs }) => Object.keys(inputs))));
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
writeFileSync(join(root, 'node_modules', '.cache', 'metafiles.json'), JSON.stringify(metafiles));
