import Module, { createRequire } from 'node:module';
import type { Context } from '../src/instrumentation.ts';

type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;
interface Loader {
  _load: Load;
  _resolveFilename(request: string, parent: unknown, isMain: boolean): string;
}

/** A copy of a library that the application has loaded. */
export interface Loaded {
  readonly exports: unknown;
  /** The file that was loaded, absolute. */
  readonly filename: string;
}

export interface Watched {
  /** Names that it is required by: `hono`, `hono/tiny`. */
  readonly names: readonly string[];
  /** The files that an `import` loads, from the package's name on: `express/index.js`. */
  readonly files: readonly string[];
}

type Tell = (copy: Loaded) => void;
const byName = new Map<string, Tell>();
const byFile = new Map<string, Tell>();
const seen = new WeakSet<object>();
let watching = false;

/**
 * Calls back once for each copy of a CommonJS package that is loaded, by `require` or by `import`: both go through `Module._load`,
 * `import` with the absolute path. So does the `require` of a module of Node's own. The application gets what it would have got.
 */
export function onLoad({ names, files }: Watched, guard: Context['guard'], tell: Tell): void {
  for (const name of names) byName.set(name, tell);
  for (const file of files) byFile.set(file, tell);
  if (!watching) watch(guard);
  watching = true;
}

function watch(guard: Context['guard']): void {
  const loader = Module as unknown as Loader;
  const original = loader._load;
  const look = guard('module load', (exports: unknown, ...asked: Parameters<Load>) => {
    const tell = tellOf(asked[0]);
    if (tell === undefined || !isObject(exports) || seen.has(exports)) return;
    seen.add(exports);
    tell({ exports, filename: loader._resolveFilename(...asked) });
  });
  loader._load = function load(this: unknown, request, parent, isMain) {
    const exports = Reflect.apply(original, this, arguments) as unknown;
    look(exports, request, parent, isMain);
    return exports;
  };
}

const packages = 'node_modules';

function tellOf(request: string): Tell | undefined {
  const known = byName.get(request);
  if (known !== undefined) return known;
  const at = request.lastIndexOf(packages);
  return at < 0 ? undefined : byFile.get(request.slice(at + packages.length + 1).replaceAll('\\', '/'));
}

const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** The version of the package that a file belongs to: what the nearest package.json above it says that has a name. */
export function versionAt(filename: string): string {
  const require = createRequire(filename);
  for (let up = './'; ; up += '../') {
    try {
      const { name, version } = require(`${up}package.json`) as { name?: string; version?: string };
      if (name !== undefined && version !== undefined) return version;
    } catch {
      if (up.length > filename.length * 3) return 'unknown';
    }
  }
}

/** Watches for a library of known major versions, hooks each copy of them, and leaves others alone, which is said once. */
export function onKnown(
  watched: Watched,
  majors: readonly number[],
  { guard, report, unknown }: Pick<Context, 'guard' | 'report' | 'unknown'>,
  hook: (copy: Loaded) => boolean,
): void {
  const [name = ''] = watched.names;
  report('library not loaded');
  const loaded = guard(`${name} load`, (copy: Loaded) => {
    const version = versionAt(copy.filename);
    if (majors.includes(Number.parseInt(version, 10)) && hook(copy)) report('attached', version);
    else unknown(version);
  });
  onLoad(watched, guard, loaded);
}
