import type { IncomingMessage } from 'node:http';

const route = Symbol('autonomica.route');
type Routed = IncomingMessage & { [route]?: string | undefined };

/** Notes the template that a framework matched, such as `/users/:id`; undefined when it passed the request on. */
export function setRoute(request: IncomingMessage, template: string | undefined): void {
  (request as Routed)[route] = template;
}

/** The template of the route that answered; never the path. */
export const routeOf = (request: IncomingMessage): string | undefined => (request as Routed)[route];
