import type { Level } from './log.ts';

/** What may be configured, by the option of `start` and the variable of the environment that set it. */
export interface Setting<T> {
  readonly variable: string;
  readonly fallback: T;
  readonly means: string;
  /** What a value must be, as a message ends: `… is not <expects>`. */
  readonly expects: string;
  /** The value that a variable's text means. */
  read(text: string): T | undefined;
  /** Whether an option's value may stand. */
  accepts(value: unknown): boolean;
}

const setting = <T>(facts: Setting<T>): Setting<T> => facts;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const whole = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);
const truth = (text: string): boolean | undefined => truths.get(text.toLowerCase());

const levelNames: ReadonlyMap<string, Level> = new Map([
  ['none', 'none'],
  ['error', 'error'],
  ['warn', 'warn'],
  ['info', 'info'],
  ['debug', 'debug'],
  ['verbose', 'debug'],
  ['all', 'debug'],
]);

/** `key=value,key=value`, values percent-encoded: https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable */
function pairs(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const entries = text.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      const key = decodeURIComponent(pair.slice(0, Math.max(0, at)).trim());
      if (key === '') throw new URIError(pair);
      return [key, decodeURIComponent(pair.slice(at + 1).trim())];
    });
    return Object.fromEntries(entries);
  } catch {
    return undefined;
  }
}

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
    means: 'The port of the endpoint; `0` takes a free one. Is it taken, a free one is used and said.',
    expects: 'a port from 0 to 65535',
    read: (text) => (isWhole(whole(text), 0, 65535) ? whole(text) : undefined),
    accepts: (value) => isWhole(value, 0, 65535),
  }),
  machine: setting<boolean>({
    variable: 'AUTONOMICA_METRICS_HOST',
    fallback: true,
    means: '`false` leaves out what is said about the machine (`system.*`).',
    expects: 'true or false',
    read: truth,
    accepts: (value) => typeof value === 'boolean',
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

type Table = typeof table;
export type Options = { readonly [K in keyof Table]?: Table[K]['fallback'] | undefined };
export type Settings = { readonly [K in keyof Table]: Table[K]['fallback'] };
