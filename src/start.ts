import type { Server } from 'node:http';
import { join } from 'node:path';
import { worker } from './catalogue/worker.ts';
import { Endpoint, isScrape } from './endpoint/endpoint.ts';
import { health } from './endpoint/health.ts';
import type { Mounts } from './endpoint/mounted.ts';
import { forgetTexts } from './exposition/families.ts';
import { targetInfo } from './exposition/target-info.ts';
import { Scraper } from './endpoint/scrape.ts';
import { urlOf } from './endpoint/server.ts';
import { type InstrumentationState, metricStates, type Status } from './endpoint/status.ts';
import { Pushes } from './exporters.ts';
import { type Command, type Configuration, configure, type Options, type ServiceTable, type Table } from './environment.ts';
import { factsFor } from './facts.ts';
import { failures, guard } from './guard.ts';
import { identify } from './identity.ts';
import { type Instrumentation, replacedBy } from './instrumentation.ts';
import { attachTo, switchedOffBy } from './attach.ts';
import { background } from './background.ts';
import { log, setFormat, setLevel } from './log.ts';
import { isSuppressed, takeSlot } from './meters/api-slot.ts';
import { errorTypeOf } from './meters/error-type.ts';
import { meters } from './meters/meters.ts';
import { Observables } from './meters/observables.ts';
import { routeOf, setRoute, setRouteSource } from './meters/request.ts';
import { StoreMeterProvider, undefinedOnes } from './meters/provider.ts';
import { TeeProvider } from './meters/tee.ts';
import { logTo, measureRequests, measureUndici, readHost } from './opentelemetry/bundle.ts';
import { Files } from './readings/files.ts';
import { KeptFiles } from './readings/kept-files.ts';
import { queuesOf } from './readings/queues.ts';
import { Readings } from './readings/readings.ts';
import { watchRuntime } from './readings/runtime.ts';
import { readActivities } from './readings/activities.ts';
import { probeReading } from './readings/probes.ts';
import { readPipeline } from './readings/pipeline.ts';
import { chosen, resourceOf, unnamed } from './resource.ts';
import type { Running } from './running.ts';
import { store } from './store/process-store.ts';
import { Serving } from './serving.ts';
import { tellSettings } from './tell.ts';
import { View } from './store/view.ts';
import { packageName, version } from './version.ts';

export interface StartOptions<T extends Table = ServiceTable> extends Options {
  /** What measures inside the application. */
  readonly instrumentations?: readonly Instrumentation[];
  /** What is looked up too: process and runtime, and of a service its container and machine, of a machine all of its containers. */
  readonly facts?: 'service' | 'machine';
  /** The program, whose packages are the application's. */
  readonly entry?: string;
  /** The version of the application's own copy of `@opentelemetry/api`; unset, that of ours. */
  readonly apiVersion?: string | undefined;
  /** Who is the operator of a command, not of a service: what is wrong in the environment is an error too, and no other port will do. */
  readonly command?: Command<T>;
}

const observables = new Observables(store);
const ownServers = new WeakSet<Server>();
let configuration: Configuration = configure({}, {});
let identity = identify(configuration.settings);
const states: InstrumentationState[] = [];
let waiting: readonly Instrumentation[] = [];
let pushing: (() => void) | undefined;
let serving: Serving | undefined;
let running: Running | undefined;
const pushes = new Pushes();
let readRuntime = (): void => {};
let readings: Readings | undefined;
let stopBackground = (): void => {};

const readProbes = probeReading(store);

let collecting: Promise<boolean> | undefined;

/** Brings the store up to date; who asks while that is under way shares it. */
function collect(timeoutMs: number): Promise<boolean> {
  collecting ??= collectNow(timeoutMs).finally(() => {
    collecting = undefined;
  });
  return collecting;
}

async function collectNow(timeoutMs: number): Promise<boolean> {
  guard('attach', attachLate)();
  readRuntime();
  const [sampled = true, observed] = await Promise.all([readings?.asked(timeoutMs), observables.collect(timeoutMs)]);
  readings?.read();
  readActivities(store);
  readProbes(health.answers);
  readPipeline(store, {
    hooks: failures,
    callbacks: observables.failures,
    probes: health.states,
    rejected: configuration.rejected,
    address: serving?.listening,
  });
  return sampled && observed;
}

function status(): Status {
  return {
    service: String(identity.resource()['service.name']),
    package: `${packageName} ${version}`,
    node: process.versions.node,
    address: serving?.listening ? urlOf(serving.listening) : 'not listening',
    lines: { held: store.budget.lines, limit: store.budget.maxLines },
    settings: configuration.effective,
    rejected: configuration.rejected,
    instrumentations: states,
    probes: health.states,
    metrics: metricStates(store),
  };
}

const scraper = new Scraper({
  store,
  collect,
  also: () => [targetInfo(identity.resource())],
  constant: () => chosen(identity.resource(), configuration.settings.resourceLabels).labels,
});
/** Answers scrapes, with or without a server of its own. */
export const endpoint = new Endpoint({ scraper, health, status });

function attach(instrumentation: Instrumentation): void {
  const { 'service.version': service } = configuration.settings.resource;
  states.push(
    attachTo(instrumentation, configuration, {
      meters,
      catalogue: { worker },
      guard,
      log,
      settings: configuration.settings,
      container: identity.container,
      setRoute,
      setRouteSource,
      routeOf,
      errorTypeOf,
      readHost: (groups) => readHost(new StoreMeterProvider(store, observables, undefinedOnes), groups),
      readRuntime() {
        readRuntime = guard('runtime', watchRuntime(store, { service, node: process.versions.node, package: version }));
      },
      lookUp: (subjects) => readings?.add(subjects),
      watchQueues: (watched) => readings?.add(queuesOf(watched)),
      measureRequests,
      measureUndici,
      isOwn: (server) => ownServers.has(server),
      isPush: (address, port) => pushes.isTo(address, port),
      isSuppressed,
      isScrape,
    }),
  );
}

function serve(isCommand: boolean, mounts?: () => Mounts): Running {
  const { disabled, exporters, host, port } = configuration.settings;
  if (!disabled && exporters.includes('prometheus'))
    serving = new Serving({
      host,
      port,
      listener: endpoint.route,
      mounts: mounts?.() ?? {},
      own: (server) => ownServers.add(server),
      isCommand,
      container: identity.container,
    });
  return {
    address: serving?.address ?? Promise.resolve(undefined),
    endpoint,
    stop: shutdown,
    canEnd: async () => (await readings?.end()) ?? true,
  };
}

/** Pushes what has been recorded, now, where a push was asked for; never rejects: what fails is a metric and a line of the log. */
export async function flush(): Promise<void> {
  guard('attach', attachLate)();
  await pushes.flush();
}

/** Pushes what has been recorded, a last time, and closes the endpoint; the meters go on working. */
export async function shutdown(): Promise<void> {
  const stopped = serving;
  guard('attach', attachLate)();
  running = undefined;
  serving = undefined;
  readings?.stop();
  stopBackground();
  await Promise.all([pushes.shutdown(), stopped?.close()]);
}

function push(entry: string): void {
  pushes.open({
    settings: configuration.settings,
    resource: identity.resource(),
    entry,
    collector() {
      const view = new View(Date.now());
      return async (isDelta, timeoutMs) => {
        await collect(timeoutMs);
        return view.read(store, isDelta, Date.now());
      };
    },
    ended: (exporter, ok) => meters.pipeline.exports.add(1, { exporter, outcome: ok ? 'complete' : 'failed' }),
  });
}

/**
 * Starts measuring and serving, once: a second call gives what runs.
 * @throws ConfigError for options that are wrong; a wrong variable of a service's environment is told and ignored
 */
export function start<T extends Table = ServiceTable>(options: StartOptions<T> = {}): Running {
  if (running) return running;
  const { instrumentations: given = [], facts, apiVersion, entry = join(process.cwd(), 'entry'), command, ...rest } = options;
  const instrumentations = facts === undefined ? given : [...given, ...factsFor(facts)];
  const configured = configure(rest, undefined, command);
  configuration = configured;
  const { settings } = configured;
  if (settings.disabled) return serve(false);
  setLevel(settings.logLevel);
  identity = identify(settings);
  setFormat(settings.logFormat);
  forgetTexts(store);
  tellSettings(configuration, resourceOf(settings)['service.name'] === unnamed);
  store.budget.maxLines = settings.maxLines;
  const files = new (facts === 'machine' ? KeptFiles : Files)(settings.root);
  readings = new Readings({ store, files, intervalMs: settings.sampleIntervalMs });
  stopBackground = background(settings, store);
  const attached = instrumentations.filter((each) => switchedOffBy(each, settings) === undefined);
  takeSlot(new TeeProvider(new StoreMeterProvider(store, observables, replacedBy(attached))), apiVersion);
  for (const each of instrumentations.filter(({ late }) => !late)) attach(each);
  waiting = instrumentations.filter(({ late }) => late);
  pushing = () => push(entry);
  setImmediate(guard('attach', attachLate)).unref();
  running = serve(command !== undefined, () => command?.mounts?.(settings) ?? {});
  return running;
}

/** Attaches what waits. A process that ends within its first turn never reads OpenTelemetry's own packages. */
function attachLate(): void {
  const now = waiting;
  waiting = [];
  if (now.length > 0) logTo({ ...log, verbose: log.debug });
  for (const each of now) attach(each);
  const open = pushing;
  pushing = undefined;
  if (open) guard('exporters', open)();
}
