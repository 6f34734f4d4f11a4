/** What requests have in common, whoever sees them: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
export const method = {
  name: 'http.request.method',
  of: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY', '_OTHER'],
} as const;
export const seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
