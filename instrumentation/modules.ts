import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Context } from '../src/instrumentation.ts';
import { appended, fileOf } from './append.ts';
import { type Loaded, versionAt } from './loaded.ts';
import { versionFor } from './packages.ts';

/** A package that is ES modules; what is CommonJS is seen in `Module._load`, whoever imports it. */
export interface WatchedModule {
  readonly library: string;
  /** Its files, from the package's name on. */
  readonly files: readonly string[];
  /** What of each file's top level is handed over. */
  readonly exports: readonly string[];
}

type Tell = (exports: unknown, filename: string) => void;
const watched = new Map<string, { readonly told: WatchedModule; readonly tell: Tell }>();
const handOver = '@autonomica/metrics.module';

/** Calls back with what a file of an ES module has at its top level, when it has been evaluated and before its importers are. */
export function onModule(
  told: WatchedModule,
  majors: readonly number[],
  { guard, report, unknown }: Context,
  hook: (copy: Loaded) => boolean,
): void {
  const tell = guard(`${told.library} import`, (exports: unknown, filename: string) => {
    const version = versionAt(filename);
    if (majors.includes(Number.parseInt(version, 10)) && hook({ exports, filename })) report('attached', version);
    else unknown(version);
  });
  for (const file of told.files) watched.set(file, { told, tell });
}

/** One statement at a module's end, which keeps every line of it where it was. */
const statement = (names: readonly string[]): string =>
  `\n;try { globalThis[Symbol.for('${handOver}')]?.(import.meta.url, { ${names.join(', ')} }) } catch {}\n`;

/** What is put behind each watched file. */
const statements = (): Readonly<Record<string, string>> =>
  Object.fromEntries([...watched].map(([file, { told }]) => [file, statement(told.exports)]));

/** Node's synchronous hooks pass CommonJS on unharmed since these versions: https://github.com/nodejs/node/pull/59929 */
const since: Readonly<Record<number, readonly [minor: number, patch: number]>> = { 22: [22, 3], 24: [11, 1], 25: [1, 0] };

function hasSynchronousHooks(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major >= 26) return true;
  const [least, leastPatch] = since[major] ?? [Number.POSITIVE_INFINITY, 0];
  return minor > least || (minor === least && patch >= leastPatch);
}

/** Whether node runs a file; it has other loaders for `-e`, `-p` and the REPL. */
const runsFile = (): boolean =>
  process.argv[1] !== undefined &&
  !process.execArgv.some((each) => /^(-[a-z]*[epi]|--eval|--print|--interactive)$/.test(each.split('=', 1)[0] ?? ''));

/**
 * Watches the ES modules that instrumentations asked for. An application that has none of these packages gets no hooks at all.
 * @param entry the program
 */
export function watchModules(entry: string): void {
  const libraries = new Set([...watched.values()].map(({ told }) => told.library));
  if (!runsFile() || ![...libraries].some((library) => versionFor(entry, library) !== undefined)) return;
  Object.defineProperty(globalThis, Symbol.for(handOver), {
    value: (url: string, exports: unknown) => watched.get(fileOf(url))?.tell(exports, fileURLToPath(url)),
  });
  const behind = statements();
  if (hasSynchronousHooks(process.versions.node))
    module.registerHooks({
      load: (url, context, next) => appended(next(url, context), behind[fileOf(url)]),
    });
  else module.register(pathToFileURL(join(import.meta.dirname, 'modules-thread.mjs')), { data: behind });
}
