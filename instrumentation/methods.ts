const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY'] as const;
export type Method = (typeof methods)[number] | '_OTHER';
const known: ReadonlyMap<unknown, Method> = new Map(methods.map((method) => [method, method]));

/** A method that the conventions know, or `_OTHER`: https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/ */
export const methodOf = (name: unknown): Method => known.get(name) ?? '_OTHER';
