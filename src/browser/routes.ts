/** Templates such as `/users/:id`, of which the first that matches is taken, or what finds the template of a path. */
export type Route = readonly string[] | ((path: string, url: URL) => string | undefined);

/** The template of an address; `other` where there is none. */
export type RouteOf = (url: URL) => string;

const other = 'other';

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function patternOf(segment: string): string {
  if (segment === '*') return '.*';
  return segment.startsWith(':') ? '[^/]+' : escaped(segment);
}

/** A template is written as it is read; the path of an address has its letters percent-encoded. */
function expressionOf(template: string): RegExp {
  const { pathname } = new URL(`/${template.replace(/^\/+/, '')}`, 'http://localhost');
  const segments = pathname.split('/').filter((segment) => segment !== '');
  return new RegExp(`^/${segments.map(patternOf).join('/')}/?$`);
}

function firstOf(templates: readonly string[]): (path: string) => string | undefined {
  const known = templates.map((template) => ({ template, expression: expressionOf(template) }));
  return (path) => known.find(({ expression }) => expression.test(path))?.template;
}

/** Turns addresses into routes: a path itself is never a route but `/`, whatever fails is `other`. */
export function routesOf(route: Route = ['/']): RouteOf {
  const find = typeof route === 'function' ? route : firstOf(route);
  return (url) => {
    try {
      const found: unknown = find(url.pathname, url);
      return typeof found === 'string' && found !== '' ? found : other;
    } catch {
      return other;
    }
  };
}
