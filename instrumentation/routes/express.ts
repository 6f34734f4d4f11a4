import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';

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

const hooked = Symbol('autonomica.hooked');

/** The route templates of Express 4 and 5, kept while routers are entered: at the end Express has unwound them for every error. */
export const express: Instrumentation = {
  name: 'express',
  known: 'express',
  library: 'express',
  attach(context) {
    onKnown({ names: ['express'], files: ['express/index.js'] }, [4, 5], context, ({ exports }) => {
      const copy = exports as Express;
      if (!hasKnownShape(copy)) return false;
      hook(copy, context);
      return true;
    });
  },
};

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

function hook(library: Express, context: Context): void {
  const router = (Object.hasOwn(library.Router, 'use') ? library.Router : library.Router.prototype) as RouterType & { [hooked]?: true };
  if (router[hooked]) return;
  router[hooked] = true;
  const [sample] = library.Router().use(() => {}).stack;
  if (sample === undefined) return;
  const LayerOf = sample.constructor as LayerType;
  const handle = 'handleRequest' in LayerOf.prototype ? 'handleRequest' : 'handle_request';
  hookUse(router, LayerOf, handle, context);
  hookDispatch(library.Route.prototype, LayerOf, context);
}

/** Wraps the layers that `use` mounts at a path, and no others: middleware without one costs nothing. */
function hookUse(router: RouterType, LayerOf: LayerType, handle: string, context: Context): void {
  const { use } = router;
  const mount = context.guard('express use', (self: Router, path: Path, from: number) => {
    const pick = picker(LayerOf, path, { end: false, strict: false, sensitive: self.caseSensitive });
    for (const layer of self.stack.slice(from)) enterAt(layer, handle, pick, context);
  });
  router.use = function useHooked(this: Router, ...args) {
    const from = this.stack?.length ?? 0;
    const result = Reflect.apply(use, this, args);
    const path = typeof first(args[0]) === 'function' ? '/' : (args[0] as Path);
    if (path !== '/') mount(this, path, from);
    return result;
  };
}

function enterAt(layer: Layer, handle: string, pick: (url: string) => string, context: Context): void {
  const inner = layer[handle] as Handle;
  const enter = context.guard('express enter', (request: Request) => {
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

function hookDispatch(route: Express['Route']['prototype'], LayerOf: LayerType, context: Context): void {
  const { dispatch } = route;
  const picks = new WeakMap<Route, (url: string) => string>();
  const match = context.guard('express route', (self: Route, request: Request) => {
    let pick = picks.get(self);
    if (!pick) picks.set(self, (pick = picker(LayerOf, self.path, { end: true, strict: false })));
    const url = Array.isArray(self.path) ? (request.url.split('?', 1)[0] as string) : '';
    context.setRoute(request, join(request[mounted]?.template ?? '', pick(url)));
  });
  const leave = context.guard('express leave', (request: Request, response: ServerResponse, error: unknown) => {
    const passedOn = !error || error === 'route' || error === 'router';
    if (passedOn && !response.headersSent) context.setRoute(request, undefined);
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
