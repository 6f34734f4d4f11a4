import { counter, gauge, histogram, updown } from './define.ts';
import { method, seconds } from './http.ts';

const scheme = { name: 'url.scheme', of: ['http', 'https'] } as const;

const served = {
  method,
  route: { name: 'http.route', keep: 50, optional: true },
  status: { name: 'http.response.status_code', keep: 60, optional: true },
  error: { name: 'error.type', keep: 30, optional: true },
  scheme,
  version: { name: 'network.protocol.version', of: ['1.0', '1.1', '2', '3'], optional: true },
} as const;
const sizes = [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];

/** Requests, served and sent, as https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ has them. */
export const api = {
  request: {
    duration: histogram({
      name: 'http.server.request.duration',
      unit: 's',
      means: 'Duration of served HTTP requests.',
      attributes: served,
      buckets: seconds,
      limit: 400,
    }),
    active: updown({
      name: 'http.server.active_requests',
      unit: '{request}',
      means: 'HTTP requests that are being served.',
      attributes: { method, scheme },
    }),
    received: histogram({
      name: 'http.server.request.body.size',
      unit: 'By',
      means: 'Size of request bodies, by the Content-Length they came with; when it is asked for.',
      attributes: served,
      buckets: sizes,
      limit: 400,
    }),
    sent: histogram({
      name: 'http.server.response.body.size',
      unit: 'By',
      means: 'Size of response bodies, by the Content-Length they were sent with; when it is asked for.',
      attributes: served,
      buckets: sizes,
      limit: 400,
    }),
  },
  client: {
    duration: histogram({
      name: 'http.client.request.duration',
      unit: 's',
      means: 'Duration of HTTP requests that were sent.',
      attributes: {
        method,
        address: { name: 'server.address', keep: 50, optional: true },
        port: { name: 'server.port', keep: 50, optional: true },
        status: { name: 'http.response.status_code', keep: 60, optional: true },
        error: { name: 'error.type', keep: 30, optional: true },
        scheme: { ...scheme, optional: true },
        version: { name: 'network.protocol.version', of: ['1.0', '1.1', '2', '3'], optional: true },
      },
      buckets: seconds,
      limit: 300,
    }),
  },
  /** https://opentelemetry.io/docs/specs/semconv/database/database-metrics/ */
  db: {
    duration: histogram({
      name: 'db.client.operation.duration',
      unit: 's',
      means: 'How long an operation of a database took.',
      attributes: {
        system: { name: 'db.system.name', keep: 10 },
        operation: { name: 'db.operation.name', keep: 40, optional: true },
        namespace: { name: 'db.namespace', keep: 10, optional: true },
        error: { name: 'error.type', keep: 30, optional: true },
      },
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
      limit: 400,
    }),
    up: gauge({
      name: 'autonomica.db.up',
      unit: '',
      means: '1 while a database answers, 0 while it does not.',
      attributes: { system: { name: 'db.system.name', keep: 10 }, namespace: { name: 'db.namespace', keep: 20, optional: true } },
    }),
  },
  dependency: gauge({
    name: 'autonomica.dependency.up',
    unit: '',
    means: '1 while something that this service needs answers, 0 while it does not.',
    attributes: { dependency: { name: 'autonomica.dependency.name', keep: 50 } },
  }),
  errors: counter({
    name: 'autonomica.errors',
    unit: '{error}',
    means: 'Errors by the part of the application and their class.',
    attributes: { component: { name: 'autonomica.component', keep: 50 }, error: { name: 'error.type', keep: 50 } },
    limit: 500,
  }),
} as const;
