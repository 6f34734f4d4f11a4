import { createRequire } from 'node:module';
import type { Settings } from './environment.ts';
import { log } from './log.ts';
import { completeResource, consoleExporter, openReader } from './opentelemetry/bundle.ts';
import type { Exporter, Reader, Reading } from './opentelemetry/readers.ts';

const packages = {
  'http/protobuf': '@opentelemetry/exporter-metrics-otlp-proto',
  'http/json': '@opentelemetry/exporter-metrics-otlp-http',
  grpc: '@opentelemetry/exporter-metrics-otlp-grpc',
} as const;

export interface Exporting {
  readonly settings: Settings;
  readonly resource: Readonly<Record<string, string>>;
  /** The program, whose packages are the application's. */
  readonly entry: string;
  /** What a new reader is told. */
  readonly collector: () => Reading['collect'];
  readonly ended: (exporter: 'otlp' | 'console', ok: boolean) => void;
}

/** The application's own copy of a package, else one beside this package. */
function load(name: string, entry: string): unknown {
  try {
    return createRequire(entry)(name);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error;
    return createRequire(import.meta.filename)(name);
  }
}

function otlp({ settings, entry }: Exporting): Exporter | undefined {
  const name = packages[settings.otlpProtocol];
  try {
    const { OTLPMetricExporter } = load(name, entry) as { OTLPMetricExporter: new () => Exporter };
    return new OTLPMetricExporter();
  } catch (error) {
    const absent = (error as { code?: unknown }).code === 'MODULE_NOT_FOUND';
    log.error(
      absent ? `OTEL_METRICS_EXPORTER=otlp needs a package that is not there: npm i ${name}` : `${name} can not be used: ${String(error)}`,
    );
    return undefined;
  }
}

function open(kind: 'otlp' | 'console', exporter: Exporter, { settings, resource, collector, ended }: Exporting): Reader {
  let failing = false;
  return openReader({
    exporter,
    intervalMs: settings.exportIntervalMs,
    timeoutMs: settings.exportTimeoutMs,
    resource: completeResource(resource),
    collect: collector(),
    ended(error) {
      ended(kind, error === undefined);
      if (error !== undefined && !failing) log.warn(`export by ${kind} fails, and goes on being tried: ${error.message}`);
      if (error === undefined && failing) log.info(`export by ${kind} works again`);
      failing = error !== undefined;
    },
  });
}

/** What pushes, as the settings ask: nothing unless they do. */
export class Pushes {
  #readers: readonly Reader[] = [];
  #target: { readonly address: string; readonly port: string } | undefined;

  open(exporting: Exporting): void {
    const { exporters, otlpEndpoint } = exporting.settings;
    if (exporters.includes('otlp')) {
      const { hostname, port, protocol } = new URL(otlpEndpoint);
      this.#target = { address: hostname, port: port || (protocol === 'https:' ? '443' : '80') };
    }
    const wanted = { otlp: () => otlp(exporting), console: () => consoleExporter() } as const;
    this.#readers = (['otlp', 'console'] as const).flatMap((kind) => {
      const exporter = exporters.includes(kind) ? wanted[kind]() : undefined;
      return exporter === undefined ? [] : [open(kind, exporter, exporting)];
    });
  }

  /** Whether a request that was sent there is one of these. */
  isTo(address: unknown, port: unknown): boolean {
    return address === this.#target?.address && String(port) === this.#target?.port;
  }

  async flush(): Promise<void> {
    await Promise.allSettled(this.#readers.map((reader) => reader.flush()));
  }

  async shutdown(): Promise<void> {
    const readers = this.#readers;
    this.#readers = [];
    await Promise.allSettled(readers.map((reader) => reader.shutdown()));
  }
}
