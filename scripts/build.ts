import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

/** What a `bundle.ts` exports is a bundle of its own, named after its folder and read when something of it is first called. */
const bundlesOutside: Plugin = {
  name: 'bundles-outside',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]\w+[\\/]bundle\.ts$/ }, ({ path }) => {
      const names = [...readFileSync(path, 'utf8').matchAll(/^export \{ (\w+) \}/gm)].map(([, name]) => name);
      const file = `./${basename(dirname(path))}.cjs`;
      return { contents: names.map((name) => `export const ${name} = (...args) => require('${file}').${name}(...args);`).join('\n') };
    });
  },
};

/** Definitions that `core.cjs` has are those that are read into: by whom they are found tells who finds them. */
const catalogueOutside: Plugin = {
  name: 'catalogue-outside',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/catalogue\/(host|container)\.ts$/ }, ({ path }) => ({ path: basename(path, '.ts'), namespace: 'catalogue' }));
    onLoad({ filter: /.*/, namespace: 'catalogue' }, ({ path }) => ({
      contents: `export const ${path} = require('./core.cjs').catalogue.${path};`,
    }));
  },
};

/** What these imports need of the library at run time is in `core.cjs`, once. */
const coreOutside = (imports: RegExp): Plugin => ({
  name: 'core-outside',
  setup({ onResolve }) {
    onResolve({ filter: imports }, () => ({ path: './core.cjs', external: true }));
  },
});
/** A command that needs what no other does is read when it is asked for. */
const commandsOutside: Plugin = {
  name: 'commands-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(doctor|generate)\.ts$/ }, ({ path }) => ({ path: path.replace(/ts$/, 'cjs'), external: true }));
  },
};
const fromPreload = /^\.\.\/(\.\.\/)?src\//;
const fromRoom = /^\.\.\/(start|environment|index)\.ts$/;

/** Packages that OpenTelemetry's host metrics import for what we never use: the network group, and patching modules. */
const unused = ['systeminformation', 'import-in-the-middle', 'require-in-the-middle'];
const stubs: Plugin = {
  name: 'stubs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${unused.join('|')})(/|$)`) }, ({ path }) => ({ path, namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'exports.Hook = class {};', loader: 'js' }));
  },
};

/**
 * Whoever watches `require` hears nothing of what we load: an application's own instrumentation would patch a module that the application
 * itself only imports, which it would not have done without us.
 */
const unheard: Plugin = {
  name: 'unheard',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?https?$/ }, ({ path }) => ({ path: path.replace(/^(?!node:)/, 'node:'), namespace: 'unheard' }));
    onLoad({ filter: /.*/, namespace: 'unheard' }, ({ path }) => ({
      contents: `module.exports = require('node:module')._load('${path}', undefined, false);`,
      loader: 'js',
    }));
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

/** Whatever of the preload's own files is missing, the application starts. */
const whole = { js: 'try {' };
const unharmed = {
  js: "} catch (error) { require('node:fs').writeSync(2, `@autonomica/metrics: not started: ${error}\\n`); }",
};

const directory = { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' };

async function bundle(name: string, entry: string, options: BuildOptions = {}): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: [entry],
    outfile: `dist/${name}`,
    ...options,
    plugins: [unheard, ...(options.plugins ?? [])],
  });
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
  await bundle('core.cjs', 'src/index.ts', { define: directory, plugins: [bundlesOutside], external: ['./*.cjs'] }),
  await bundle('opentelemetry.cjs', 'src/opentelemetry/bundle.ts', { plugins: [privateApi, stubs] }),
  await bundle('readings.cjs', 'src/readings/bundle.ts', { plugins: [catalogueOutside], external: ['./core.cjs'] }),
  await bundle('beacon.cjs', 'src/beacon/bundle.ts', { plugins: [coreOutside(fromRoom)] }),
  await bundle('preload.cjs', 'instrumentation/preload.ts', {
    banner: whole,
    footer: unharmed,
    plugins: [coreOutside(fromPreload)],
    define: directory,
  }),
  await bundle('modules-thread.mjs', 'instrumentation/modules-thread.ts', { format: 'esm' }),
  await bundle('browser.mjs', 'src/browser/client.ts', { platform: 'browser', format: 'esm', target: 'es2022' }),
  await bundle('cli.cjs', 'src/cli/cli.ts', {
    banner: { js: '#!/usr/bin/env node' },
    plugins: [coreOutside(fromRoom), commandsOutside],
    define: directory,
  }),
  await bundle('doctor.cjs', 'src/cli/doctor.ts'),
  await bundle('generate.cjs', 'src/cli/generate.ts', { define: directory }),
  await bundle('alerts.cjs', 'src/alerts/bundle.ts'),
];
const declarations = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', 'dist/types', '--rootDir', '.'];
for (const project of ['tsconfig.json', 'src/browser/tsconfig.json']) run('tsc', ['-p', project, ...declarations]);
writeFileSync(join(dist, 'types', 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(join(dist, 'types', 'src', 'browser', 'package.json'), '{ "type": "module" }\n');
writeFileSync(join(dist, 'LICENSES.txt'), licences(metafiles.flatMap(({ inputs }) => Object.keys(inputs))));
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
writeFileSync(join(root, 'node_modules', '.cache', 'metafiles.json'), JSON.stringify(metafiles));
