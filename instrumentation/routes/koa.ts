import type { IncomingMessage } from 'node:http';
import type { Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';

interface Layer {
  readonly path: string | RegExp;
  readonly methods: readonly string[];
}
interface KoaContext {
  readonly method: string;
  readonly response: { readonly status: number; readonly headerSent: boolean; readonly _explicitStatus?: boolean };
  /** What the router noted: the layers whose path matched. */
  readonly matched?: readonly Layer[];
  /** The path of the layer that was entered last. */
  readonly routerPath?: unknown;
}
interface Koa {
  readonly prototype: { createContext(this: unknown, request: IncomingMessage, ...others: unknown[]): KoaContext };
}

/** The routes of @koa/router in Koa: of the layers that matched, the route that was entered last; none where nobody answered. */
export const koa: Instrumentation = {
  name: 'koa',
  known: 'koa',
  library: 'koa',
  attach(context) {
    onKnown({ names: ['koa'], files: ['koa/lib/application.js'] }, [2, 3], context, ({ exports }) => {
      const { prototype } = exports as Koa;
      const { createContext } = prototype;
      if (typeof createContext !== 'function') return false;
      const note = context.guard('koa route', (request: IncomingMessage, made: KoaContext) =>
        context.setRouteSource(request, () => templateOf(made)),
      );
      prototype.createContext = function createContextHooked(request) {
        const made = Reflect.apply(createContext, this, arguments) as KoaContext;
        note(request, made);
        return made;
      };
      return true;
    });
  },
};

function templateOf({ method, response, matched, routerPath }: KoaContext): string | undefined {
  if (response.headerSent && response.status === 404 && !response._explicitStatus) return undefined;
  const routes = matched?.filter(({ methods }) => methods.includes(method));
  const layer = routes?.findLast(({ path }) => path === routerPath) ?? routes?.at(-1);
  return layer && String(layer.path);
}
