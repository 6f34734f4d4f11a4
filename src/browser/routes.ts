/** Finds the template of a path; undefined where it knows none. */
export type Find = (path: string, url: URL) => string | undefined;

/** Templates such as `/users/:id` or `/users/[id]`, and what finds one, as a router does: the first that knows a path is taken. */
export type Route = Find | readonly (string | Find)[];

/** The template of an address; `other` where there is none. */
export type RouteOf = (url: URL) => string;

const other = 'other';

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A segment with the slash before it, which an optional rest may be without. */
function patternOf(segment: string): string {
  if (/^\[\[\.{3}.+\]\]$/.test(segment)) return '(/.*)?';
  if (segment === '*' || /^\[\.{3}.+\]$/.test(segment)) return '/.*';
  return /^(:|\[.+\]$)/.test(segment) ? '/[^/]+' : `/${escaped(segment)}`;
}

/** A template is written as it is read; the path of an address has its letters percent-encoded. */
function expressionOf(template: string): RegExp {
  const { pathname } = new URL(`/${template.replace(/^\/+/, '')}`, 'http://localhost');
  const segments = pathname.split('/').filter((segment) => segment !== '');
  return new RegExp(`^${segments.map(patternOf).join('')}/?$`);
}

function findOf(template: string): Find {
  const expression = expressionOf(template);
  return (path) => (expression.test(path) ? template : undefined);
}

/** Turns addresses into routes: a path itself is never a route but `/`, whatever fails is `other`. */
export function routesOf(route: Route = ['/']): RouteOf {
  const rules = typeof route === 'function' ? [route] : route;
  const finds = rules.map((rule) => (typeof rule === 'function' ? rule : findOf(rule)));
  return (url) => {
    try {
      for (const find of finds) {
        const found: unknown = find(url.pathname, url);
        if (typeof found === 'string' && found !== '') return found;
      }
      return other;
    } catch {
      return other;
    }
  };
}
