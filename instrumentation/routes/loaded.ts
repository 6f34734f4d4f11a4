import Module from 'node:module';

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

/**
 * Calls back once for each copy of a CommonJS package that is loaded, by `require` or by `import`: both go through `Module._load`,
 * `import` with the absolute path. The application gets what it would have got.
 * @param main the package's main file, from the package's name on: `express/index.js`
 */
export function onLoad(name: string, main: string, loaded: (copy: Loaded) => void): void {
  const loader = Module as unknown as Loader;
  const original = loader._load;
  const seen = new WeakSet<object>();
  const ends = [`/node_modules/${main}`, `\\node_modules\\${main.replaceAll('/', '\\')}`];
  const isIt = (request: string): boolean => request === name || ends.some((end) => request.endsWith(end));
  loader._load = function load(this: unknown, request, parent, isMain) {
    const exports = Reflect.apply(original, this, arguments) as unknown;
    if (isIt(request) && isObject(exports) && !seen.has(exports)) {
      seen.add(exports);
      loaded({ exports, filename: resolve(loader, request, parent, isMain) });
    }
    return exports;
  };
}

const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';

function resolve(loader: Loader, request: string, parent: unknown, isMain: boolean): string {
  try {
    return loader._resolveFilename(request, parent, isMain);
  } catch {
    return '';
  }
}
