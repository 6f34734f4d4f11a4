import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join as joinPath } from 'node:path';
import type { Instrumentation } from '../../src/instrumentation.ts';
import { onLoad } from './loaded.ts';
import { setRoute } from './route.ts';

type Next = (error?: unknown) => void;
type Handle = (request: Request, response: ServerResponse, next: Next) => unknown;
type Path = string | RegExp | readonly Path[];

interface Layer {
  match(path: string): boolean;
  [name: string]: unknown;
}
type LayerType = new (path: string | RegExp, options: object, handle: () => void) => Layer;
interface RouterType {
  use(this: Router, ...args: unknown[]): unknown;
}
interface Router {
  readonly stack: Layer[];
  readonly caseSensitive?: boolean;
}
interface Express {
  readonly Router: RouterType & { readonly prototype: RouterType } & (() => Router & { use(handle: () => void): Router });
  readonly Route: { readonly prototype: { dispatch(this: Route, ...args: Parameters<Handle>): unknown } };
}
interface Route {
  readonly path: Path;
}

/** The innermost mounted layer that a request is in: its concrete path and its template. */
interface Mounted {
  readonly base: string;
  readonly template: string;
}
const mounted = Symbol('autonomica.mounted');
type Request = IncomingMessage & { url: string; baseUrl: string; [mounted]?: Mounted | undefined };

const knownMajors = [4, 5];
const hooked = Symbol('autonomica.hooked');

/** The route templates of Express 4 and 5, kept while routers are entered: at the end Express has unwound them for every error. */
export const express: Instrumentation = {
  name: 'express',
  library: 'express',
  attach({ guard, log, report }) {
    report('library not loaded');
    const loaded = guard('express load', ({ exports, filename }: { exports: unknown; filename: string }) => {
      const version = versionAt(filename);
      const copy = exports as Express;
      if (!knownMajors.includes(Number.parseInt(version, 10)) || !hasKnownShape(copy)) {
        report('version unknown', version);
        log.once(`express ${version}`, `express ${version} is not known: its requests are counted without a route`);
        return;
      }
      hook(copy, guard);
      report('attached', version);
    });
    onLoad('express', 'express/index.js', loaded);
  },
};

function versionAt(filename: string): string {
  const { version } = JSON.parse(readFileSync(joinPath(dirname(filename), 'package.json'), 'utf8')) as { version: string };
  return version;
}

const hasKnownShape = ({ Router, Route }: Express): boolean =>
  typeof (Object.hasOwn(Router, 'use') ? Router : Router.prototype)?.use === 'function' && typeof Route?.prototype?.dispatch === 'function';

const first = (value: unknown): unknown => (Array.isArray(value) && value.length > 0 ? first(value[0]) : value);

/** `/api` and `/users/` are `/api/users`; the root of a mounted router is the mount itself. */
function join(outer: string, inner: string): string {
  return outer.replace(/\/+$/, '') + (inner === '/' && outer !== '' ? '' : inner) || '/';
}

/** Which element of an array path matched, tried with layers of the framework's own class; a RegExp is its source. */
function picker(LayerOf: LayerType, path: Path, options: object): (url: string) => string {
  if (!Array.isArray(path)) {
    const only = String(path);
    return () => only;
  }
  const elements = path.flat(Number.POSITIVE_INFINITY) as (string | RegExp)[];
  const probes = elements.map((element) => ({ text: String(element), layer: new LayerOf(element, options, () => {}) }));
  return (url) => probes.find(({ layer }) => layer.match(url))?.text ?? String(elements[0]);
}

function hook(library: Express, guard: Parameters<Instrumentation['attach']>[0]['guard']): void {
  const router = (Object.hasOwn(library.Router, 'use') ? library.Router : library.Router.prototype) as RouterType & { [hooked]?: true };
  if (router[hooked]) return;
  router[hooked] = true;
  const [sample] = library.Router().use(() => {}).stack;
  if (sample === undefined) return;
  const LayerOf = sample.constructor as LayerType;
  const handle = 'handleRequest' in LayerOf.prototype ? 'handleRequest' : 'handle_request';
  hookUse(router, LayerOf, handle, guard);
  hookDispatch(library.Route.prototype, LayerOf, guard);
}

/** Wraps the layers that `use` mounts at a path, and no others: middleware without one costs nothing. */
function hookUse(router: RouterType, LayerOf: LayerType, handle: string, guard: Parameters<Instrumentation['attach']>[0]['guard']): void {
  const { use } = router;
  const mount = guard('express use', (self: Router, path: Path, from: number) => {
    const pick = picker(LayerOf, path, { end: false, strict: false, sensitive: self.caseSensitive });
    for (const layer of self.stack.slice(from)) enterAt(layer, handle, pick, guard);
  });
  router.use = function useHooked(this: Router, ...args) {
    const from = this.stack?.length ?? 0;
    const result = Reflect.apply(use, this, args);
    const path = typeof first(args[0]) === 'function' ? '/' : (args[0] as Path);
    if (path !== '/') mount(this, path, from);
    return result;
  };
}

function enterAt(
  layer: Layer,
  handle: string,
  pick: (url: string) => string,
  guard: Parameters<Instrumentation['attach']>[0]['guard'],
): void {
  const inner = layer[handle] as Handle;
  const enter = guard('express enter', (request: Request) => {
    const outer = request[mounted];
    const base = request.baseUrl;
    request[mounted] = { base, template: join(outer?.template ?? '', pick(base.slice(outer?.base.length ?? 0) || '/')) };
  });
  layer[handle] = function handleMounted(this: Layer, request: Request, response: ServerResponse, next: Next) {
    const outer = request[mounted];
    enter(request);
    return Reflect.apply(inner, this, [
      request,
      response,
      (error?: unknown) => {
        request[mounted] = outer;
        next(error);
      },
    ]);
  };
}

function hookDispatch(
  route: Express['Route']['prototype'],
  LayerOf: LayerType,
  guard: Parameters<Instrumentation['attach']>[0]['guard'],
): void {
  const { dispatch } = route;
  const picks = new WeakMap<Route, (url: string) => string>();
  const match = guard('express route', (self: Route, request: Request) => {
    let pick = picks.get(self);
    if (!pick) picks.set(self, (pick = picker(LayerOf, self.path, { end: true, strict: false })));
    const url = Array.isArray(self.path) ? (request.url.split('?', 1)[0] as string) : '';
    setRoute(request, join(request[mounted]?.template ?? '', pick(url)));
  });
  const leave = guard('express leave', (request: Request, response: ServerResponse, error: unknown) => {
    const passedOn = !error || error === 'route' || error === 'router';
    if (passedOn && !response.headersSent) setRoute(request, undefined);
  });
  route.dispatch = function dispatchHooked(this: Route, request, response, next) {
    match(this, request);
    return Reflect.apply(dispatch, this, [
      request,
      response,
      (error?: unknown) => {
        leave(request, response, error);
        next(error);
      },
    ]);
  };
}
