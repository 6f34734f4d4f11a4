import { histogram, updown } from './define.ts';

const method = {
  name: 'http.request.method',
  of: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY', '_OTHER'],
} as const;
const scheme = { name: 'url.scheme', of: ['http', 'https'] } as const;

/** Served requests, as https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ has them. */
export const api = {
  request: {
    duration: histogram({
      name: 'http.server.request.duration',
      unit: 's',
      means: 'Duration of served HTTP requests.',
      attributes: {
        method,
        route: { name: 'http.route', keep: 50, optional: true },
        status: { name: 'http.response.status_code', keep: 60, optional: true },
        error: { name: 'error.type', keep: 30, optional: true },
        scheme,
        version: { name: 'network.protocol.version', of: ['1.0', '1.1', '2', '3'], optional: true },
      },
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      limit: 400,
    }),
    active: updown({
      name: 'http.server.active_requests',
      unit: '{request}',
      means: 'HTTP requests that are being served.',
      attributes: { method, scheme },
    }),
  },
} as const;
