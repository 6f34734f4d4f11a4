import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import type { Served } from '../../src/meters/request.ts';
import { onModule } from '../modules.ts';
import { type Loaded, onKnown } from '../loaded.ts';

interface HonoContext {
  /** What @hono/node-server passes on. */
  readonly env?: { readonly incoming?: Served };
}
type Next = () => Promise<void>;
type Handler = (context: HonoContext, next: Next) => unknown;
interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler;
}
type Entry = [Handler, Route];
interface Router {
  add(method: string, path: string, entry: Entry): void;
}
type HonoType = new () => { readonly router: Router };

const hooked = new WeakSet<object>();
const wrapped = new WeakSet<Handler>();

/** Middleware is what `use` mounts for every method and what may pass on; a route is what can only answer. */
const isMiddleware = ({ method, handler }: Route): boolean => method === 'ALL' && handler.length >= 2;

/** The routes of Hono on @hono/node-server: a handler that is called notes its template, and takes it back when it passes on. */
export const hono: Instrumentation = {
  name: 'hono',
  known: 'hono',
  library: 'hono',
  attach(context) {
    const hook = ({ exports }: Pick<Loaded, 'exports'>): boolean => hookRouter((exports as { Hono?: HonoType }).Hono, context);
    const names = ['hono', 'hono/tiny', 'hono/quick'];
    const required = ['hono/dist/cjs/index.js', 'hono/dist/cjs/preset/tiny.js', 'hono/dist/cjs/preset/quick.js'];
    onKnown({ names, files: required }, [4], context, hook);
    const imported = ['hono/dist/index.js', 'hono/dist/preset/tiny.js', 'hono/dist/preset/quick.js'];
    onModule({ library: 'hono', files: imported, exports: ['Hono'] }, [4], context, hook);
  },
};

function hookRouter(Hono: HonoType | undefined, context: Context): boolean {
  if (Hono === undefined) return false;
  const prototype = Object.getPrototypeOf(new Hono().router) as Router;
  if (typeof prototype.add !== 'function') return false;
  if (hooked.has(prototype)) return true;
  hooked.add(prototype);
  const { add } = prototype;
  const note = context.guard('hono route', ({ env }: HonoContext, template: string | undefined) => {
    if (env?.incoming) context.setRoute(env.incoming, template);
  });
  prototype.add = function addHooked(method, path, entry) {
    return Reflect.apply(add, this, [method, path, isEntry(entry) ? noting(entry, note) : entry]);
  };
  return true;
}

const isEntry = (entry: unknown): entry is Entry =>
  Array.isArray(entry) && typeof entry[0] === 'function' && typeof (entry[1] as Route | undefined)?.path === 'string';

function noting([handler, route]: Entry, note: (context: HonoContext, template: string | undefined) => void): Entry {
  if (wrapped.has(handler) || isMiddleware(route)) return [handler, route];
  const noted: Handler = (context, next) => {
    note(context, route.path);
    return handler(context, () => {
      note(context, undefined);
      return next();
    });
  };
  wrapped.add(noted);
  return [noted, route];
}
