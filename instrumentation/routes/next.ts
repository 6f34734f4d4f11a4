import type { Served } from '../../src/meters/request.ts';

const meta = Symbol.for('NextInternalRequestMeta');
interface Matched {
  readonly [meta]?: { readonly match?: { readonly definition?: { readonly pathname?: unknown } } };
}

/** Pages that Next.js shows when no route of the application matched. */
const none: ReadonlySet<unknown> = new Set(['/_not-found', '/404', '/500', '/_error', '/_global-error']);

/** The route that Next.js noted on the request itself: `/users/[id]`. */
export function nextRouteOf(request: Served): string | undefined {
  const pathname = (request as Matched)[meta]?.match?.definition?.pathname;
  return typeof pathname === 'string' && !none.has(pathname) ? pathname : undefined;
}
