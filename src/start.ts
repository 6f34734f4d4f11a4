import type { Server } from 'node:http';
import { Endpoint, isScrape } from './endpoint/endpoint.ts';
import { health } from './endpoint/health.ts';
import { Scraper } from './endpoint/scrape.ts';
import { type Listening, listen, urlOf } from './endpoint/server.ts';
import { type InstrumentationState, metricStates, type Status } from './endpoint/status.ts';
import { type Configuration, configure, type Options } from './environment.ts';
import { failures, guard } from './guard.ts';
import { type Instrumentation, replacedBy } from './instrumentation.ts';
import { log, setLevel } from './log.ts';
import { takeSlot } from './meters/api-slot.ts';
import { meters } from './meters/meters.ts';
import { Observables } from './meters/observables.ts';
import { StoreMeterProvider, undefinedOnes } from './meters/provider.ts';
import { TeeProvider } from './meters/tee.ts';
import { logTo, readHost } from './opentelemetry/bundle.ts';
import { readPipeline } from './readings/pipeline.ts';
import { resourceOf, targetInfo, unnamed } from './resource.ts';
import type { Running } from './running.ts';
import { store } from './store/process-store.ts';
import { packageName, version } from './version.ts';

export interface StartOptions extends Options {
  /** What measures inside the application. */
  readonly instrumentations?: readonly Instrumentation[];
  /** The version of the application's own copy of `@opentelemetry/api`; unset, that of ours. */
  readonly apiVersion?: string | undefined;
}

/** The version of the OpenTelemetry API that is built in. */
const builtInApi = '1.10.0';
const observables = new Observables(store);
const ownServers = new WeakSet<Server>();
let configuration: Configuration = configure({}, {});
let resource = resourceOf(configuration.settings);
const states: InstrumentationState[] = [];
let waiting: readonly Instrumentation[] = [];
let address = 'not listening';
let running: Running | undefined;

async function collect(timeoutMs: number): Promise<boolean> {
  attachLate();
  const complete = await observables.collect(timeoutMs);
  readPipeline(store, {
    hooks: failures,
    callbacks: observables.failures,
    probes: health.states,
    rejected: configuration.rejected,
  });
  return complete;
}

function status(): Status {
  return {
    service: String(resource['service.name']),
    package: `${packageName} ${version}`,
    node: process.versions.node,
    address,
    lines: { held: store.budget.lines, limit: store.budget.maxLines },
    settings: configuration.effective,
    rejected: configuration.rejected,
    instrumentations: states,
    probes: health.states,
    metrics: metricStates(store),
  };
}

const scraper = new Scraper({ store, collect, also: () => [targetInfo(resource)] });
/** Answers scrapes, with or without a server of its own. */
export const endpoint = new Endpoint({ scraper, health, status });

function attach(instrumentation: Instrumentation): void {
  const { name, library, setting } = instrumentation;
  const state: InstrumentationState = { name, library, state: 'library not loaded', detail: '' };
  states.push(state);
  if (setting !== undefined && !configuration.settings[setting]) {
    const variable = configuration.effective.find(({ option }) => option === setting)?.variable;
    Object.assign(state, { state: 'switched off', detail: `by ${variable}` });
    return;
  }
  guard(`attach ${name}`, () => {
    state.state = 'failed';
    instrumentation.attach({
      meters,
      guard,
      log,
      readHost: (groups) => readHost(new StoreMeterProvider(store, observables, undefinedOnes), groups),
      isOwn: (server) => ownServers.has(server),
      isScrape,
      report: (to, detail = '') => Object.assign(state, { state: to, detail }),
    });
  })();
}

function tellSettings({ rejected }: Configuration): void {
  if (rejected.length > 0) log.warn(`ignored: ${rejected.map(({ variable, problem }) => `${variable}: ${problem}`).join('; ')}`);
  if (resource['service.name'] === unnamed) log.warn('the service has no name: set OTEL_SERVICE_NAME');
}

function tellAddress({ host, port, taken }: Listening & { readonly taken: boolean }): string {
  address = urlOf({ host, port });
  if (taken)
    log.warn(`port ${configuration.settings.port} is taken, serving ${address}/metrics instead: set OTEL_EXPORTER_PROMETHEUS_PORT`);
  else log.info(`serving ${address}/metrics`);
  return address;
}

function serve(): Running {
  const { host, port } = configuration.settings;
  const listening = listen({ host, port, listener: endpoint.route, own: (server) => ownServers.add(server) });
  const known = listening.then(tellAddress).catch((error: unknown) => {
    log.error(`the endpoint can not listen on ${host}: ${String(error)}: set OTEL_EXPORTER_PROMETHEUS_HOST`);
    return undefined;
  });
  return { address: known, endpoint, stop: () => listening.then(close, () => undefined) };
}

async function close({ servers }: Listening): Promise<void> {
  address = 'not listening';
  running = undefined;
  await Promise.all(
    servers.map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
}

/**
 * Starts measuring and serving, once: a second call gives what runs.
 * @throws ConfigError for options that are wrong; a wrong variable of the environment is told and ignored
 */
export function start(options: StartOptions = {}): Running {
  if (running) return running;
  const { instrumentations = [], apiVersion = builtInApi, ...given } = options;
  configuration = configure(given);
  const { settings } = configuration;
  if (settings.disabled) return { address: Promise.resolve(undefined), endpoint, stop: () => Promise.resolve() };
  setLevel(settings.logLevel);
  resource = resourceOf(settings);
  tellSettings(configuration);
  store.budget.maxLines = settings.maxLines;
  takeSlot(new TeeProvider(new StoreMeterProvider(store, observables, replacedBy(instrumentations))), apiVersion);
  for (const each of instrumentations.filter(({ late }) => !late)) attach(each);
  waiting = instrumentations.filter(({ late }) => late);
  setImmediate(attachLate).unref();
  running = serve();
  return running;
}

/** Attaches what waits. A process that ends within its first turn never reads OpenTelemetry's own packages. */
function attachLate(): void {
  const now = waiting;
  waiting = [];
  if (now.length > 0) logTo({ ...log, verbose: log.debug });
  for (const each of now) attach(each);
}
