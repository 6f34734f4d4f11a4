import { isAbsolute } from 'node:path';
import { type Format, formats, type Level } from './log-line.ts';
import {
  isText,
  isUrl,
  isWhole,
  listOf,
  longest,
  milliseconds,
  pairs,
  pattern,
  setting,
  some,
  truth,
  type ValuesOf,
  whole,
} from './setting.ts';

export type { Setting } from './setting.ts';

/** Names of OpenTelemetry's instrumentations, and one of ours, by which what we have of the kind is switched on and off. */
export const instrumentationNames = [
  'http',
  'undici',
  'express',
  'fastify',
  'koa',
  'hapi',
  'hono',
  'host-metrics',
  'runtime-node',
  'bullmq',
  'pg',
  'mysql2',
  'mongodb',
  'redis',
  'ioredis',
  'pg-boss',
  'openai',
  'anthropic',
  'ai',
  'langchain',
] as const;
export type InstrumentationName = (typeof instrumentationNames)[number];

const levelNames: ReadonlyMap<string, Level> = new Map([
  ['none', 'none'],
  ['error', 'error'],
  ['warn', 'warn'],
  ['info', 'info'],
  ['debug', 'debug'],
  ['verbose', 'debug'],
  ['all', 'debug'],
]);

const exporterNames = ['prometheus', 'otlp', 'console', 'none'] as const;
type ExporterName = (typeof exporterNames)[number];
const protocols = ['http/protobuf', 'http/json', 'grpc'] as const;
type Protocol = (typeof protocols)[number];
const isProtocol = (value: unknown): value is Protocol => (protocols as readonly unknown[]).includes(value);

const maxLinesAllowed = 10_000_000;

/** Every setting, by its option's name. */
export const table = {
  disabled: setting<boolean>({
    variable: 'OTEL_SDK_DISABLED',
    fallback: false,
    means: '`true` switches everything off: nothing is attached, measured or served.',
    expects: 'true or false',
    read: truth,
    accepts: (value) => typeof value === 'boolean',
  }),
  serviceName: setting<string>({
    variable: 'OTEL_SERVICE_NAME',
    fallback: 'unknown_service:node',
    means: 'The name of the service, in `target_info`; else `service.name` of `OTEL_RESOURCE_ATTRIBUTES`.',
    expects: 'a name',
    read: (text) => text,
    accepts: isText,
  }),
  resource: setting<Readonly<Record<string, string>>>({
    variable: 'OTEL_RESOURCE_ATTRIBUTES',
    fallback: {},
    means: 'More about the service, `key=value,key=value`, percent-encoded; in `target_info`.',
    expects: 'a list key=value,key=value in which values are percent-encoded',
    isSecret: true,
    read: pairs,
    accepts: (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((each) => typeof each === 'string'),
  }),
  logLevel: setting<Level>({
    variable: 'OTEL_LOG_LEVEL',
    fallback: 'info',
    means: 'What is written to standard error: `none`, `error`, `warn`, `info` or `debug`.',
    expects: 'none, error, warn, info or debug',
    read: (text) => levelNames.get(text.toLowerCase()),
    accepts: (value) => [...levelNames.values()].includes(value as Level),
  }),
  logFormat: setting<Format>({
    variable: 'AUTONOMICA_METRICS_LOG_FORMAT',
    fallback: 'text',
    means: 'How that is written, a line each: `text`, `logfmt` or `json`.',
    expects: 'text, logfmt or json',
    read: (text) => formats.find((each) => each === text.toLowerCase()),
    accepts: (value) => formats.some((each) => each === value),
  }),
  exporters: some(exporterNames, ['prometheus'] as readonly ExporterName[], {
    variable: 'AUTONOMICA_METRICS_EXPORTER',
    general: 'OTEL_METRICS_EXPORTER',
    means: 'Where metrics go: `prometheus` is the endpoint, `otlp` and `console` push, `none` is nowhere; a list.',
  }),
  exportIntervalMs: milliseconds({
    variable: 'OTEL_METRIC_EXPORT_INTERVAL',
    fallback: 60_000,
    means: 'Milliseconds from one push to the next.',
  }),
  exportTimeoutMs: milliseconds({
    variable: 'OTEL_METRIC_EXPORT_TIMEOUT',
    fallback: 30_000,
    means: 'Milliseconds that a push may take.',
  }),
  otlpProtocol: setting<Protocol>({
    variable: 'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL',
    general: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    fallback: 'http/protobuf',
    means:
      'How `otlp` pushes: `http/protobuf`, `http/json` or `grpc`; each is a package of its own. All other `OTEL_EXPORTER_OTLP_*` are read by it.',
    expects: `one of ${protocols.join(', ')}`,
    read: (text) => (isProtocol(text) ? text : undefined),
    accepts: isProtocol,
  }),
  otlpEndpoint: setting<string>({
    variable: 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
    general: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    fallback: 'http://localhost:4318',
    means: 'Where `otlp` pushes to; requests to this host and port are not counted as sent.',
    isSecret: true,
    expects: 'a URL',
    // grpc takes a host and a port as well
    read: (text) => [text.includes('://') ? text : `http://${text}`].find(isUrl),
    accepts: isUrl,
  }),
  host: setting<string>({
    variable: 'OTEL_EXPORTER_PROMETHEUS_HOST',
    fallback: 'localhost',
    means: 'Where the endpoint listens; `localhost` is 127.0.0.1 and ::1, `0.0.0.0` every IPv4 address, `::` every address.',
    expects: 'a host name or address',
    read: (text) => (/[\s/]/.test(text) ? undefined : text),
    accepts: (value) => typeof value === 'string' && /^[^\s/]+$/.test(value),
  }),
  port: setting<number>({
    variable: 'OTEL_EXPORTER_PROMETHEUS_PORT',
    fallback: 9464,
    means: 'The port of the endpoint; `0` takes a free one. While it is taken, a free one is used and said.',
    expects: 'a port from 0 to 65535',
    read: (text) => (isWhole(whole(text), 0, 65535) ? whole(text) : undefined),
    accepts: (value) => isWhole(value, 0, 65535),
  }),
  machine: setting<boolean | 'auto'>({
    variable: 'AUTONOMICA_METRICS_HOST',
    fallback: 'auto',
    means: 'Whether facts about the machine are told (`system.*`, `hw.*`): `true`, `false`, or `auto`, which is outside of containers.',
    expects: 'true, false or auto',
    read: (text) => (text.toLowerCase() === 'auto' ? 'auto' : truth(text)),
    accepts: (value) => typeof value === 'boolean' || value === 'auto',
  }),
  root: setting<string>({
    variable: 'AUTONOMICA_METRICS_ROOTFS',
    fallback: '/',
    means: 'Where the root of the machine is mounted, for a collector in a container: `/proc` and `/sys` are read below it.',
    expects: 'an absolute path',
    read: (text) => (isAbsolute(text) ? text : undefined),
    accepts: (value) => typeof value === 'string' && isAbsolute(value),
  }),
  sampleIntervalMs: milliseconds({
    variable: 'AUTONOMICA_METRICS_SAMPLE_INTERVAL',
    fallback: 15_000,
    means: 'Milliseconds from one sample to the next of what is slow or may block: file systems, sensors, processes.',
  }),
  interfaces: pattern({
    variable: 'AUTONOMICA_METRICS_INTERFACES',
    means: 'Which network interfaces are measured, a regular expression for the whole name; unset, those that are not virtual.',
  }),
  mounts: pattern({
    variable: 'AUTONOMICA_METRICS_MOUNTS',
    means: 'Of which mount points the file system is measured, a regular expression for the whole path; unset, those of disks.',
  }),
  bodySize: setting<boolean>({
    variable: 'AUTONOMICA_METRICS_HTTP_BODY_SIZE',
    fallback: false,
    means: '`true` measures the bodies of served requests and responses, by the `Content-Length` they came with.',
    expects: 'true or false',
    read: truth,
    accepts: (value) => typeof value === 'boolean',
  }),
  resourceLabels: setting<readonly string[]>({
    variable: 'AUTONOMICA_METRICS_RESOURCE_LABELS',
    fallback: [],
    means: 'Which resource attributes every series has as labels, a list: `service.version,deployment.environment.name`.',
    expects: 'a list of resource attributes',
    read: listOf,
    accepts: (value) => Array.isArray(value) && value.every(isText),
  }),
  prices: setting<string>({
    variable: 'AUTONOMICA_METRICS_PRICES',
    fallback: '',
    means:
      'The file of a price table, by which calls of models are priced; unset, there are no costs. docs/integrate-agent.md has its format.',
    expects: 'a path',
    read: (text) => text,
    accepts: (value) => typeof value === 'string',
  }),
  expireMs: setting<number>({
    variable: 'AUTONOMICA_METRICS_EXPIRE',
    fallback: 0,
    means:
      'Milliseconds after which a series is forgotten in which nothing is recorded any more, many times the interval of scrapes; `0` is never.',
    expects: `a whole number of milliseconds from 0 to ${longest}`,
    read: (text) => (isWhole(whole(text), 0, longest) ? whole(text) : undefined),
    accepts: (value) => isWhole(value, 0, longest),
  }),
  enabled: some(instrumentationNames, instrumentationNames, {
    variable: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
    means: 'Which instrumentations are attached, a list.',
  }),
  disabledOnes: some(instrumentationNames, [] as readonly InstrumentationName[], {
    variable: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    means: 'Which of them are not, a list.',
  }),
  maxLines: setting<number>({
    variable: 'AUTONOMICA_METRICS_MAX_LINES',
    fallback: 15_000,
    means: 'How many sample lines the process exposes at most; what is beyond goes to the `otel_metric_overflow` series of its metric.',
    expects: `a whole number from 100 to ${maxLinesAllowed}`,
    read: (text) => (isWhole(whole(text), 100, maxLinesAllowed) ? whole(text) : undefined),
    accepts: (value) => isWhole(value, 100, maxLinesAllowed),
  }),
};

export type ServiceTable = typeof table;
export type Settings = ValuesOf<ServiceTable>;
export type Options = { readonly [K in keyof Settings]?: Settings[K] | undefined };
