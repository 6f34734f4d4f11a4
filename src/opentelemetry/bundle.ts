/**
 * OpenTelemetry's own packages, in a bundle of their own: what is imported from here is read when it is first called, after the endpoint
 * listens. Reading it at start-up would double what a preload costs.
 */
export { logTo } from './diagnostics.ts';
export { measureRequests } from './http-client.ts';
export { measureUndici } from './http-client.ts';
export { readHost } from './host-metrics.ts';
export { completeResource } from './resource.ts';
export { openReader } from './readers.ts';
export { consoleExporter } from './readers.ts';
export { openSdk } from './sdk.ts';
