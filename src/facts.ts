import { catalogue } from './catalogue/catalogue.ts';
import { definitionsOf, type Tree } from './catalogue/define.ts';
import type { Instrumentation } from './instrumentation.ts';
import { allContainers, isAccounted, machine, ownContainer } from './readings/bundle.ts';
import { Files } from './readings/files.ts';

const namesOf = (tree: Tree): string[] => [...definitionsOf(tree)].map(({ name }) => name);
/** The same metrics of an application's own instrumentation, which would add up with ours. */
const inPlaceOf = (scopes: readonly string[], ...trees: readonly Tree[]): NonNullable<Instrumentation['replaces']> =>
  scopes.map((scope) => ({ scope, metrics: trees.flatMap(namesOf) }));
const hostScopes = ['@opentelemetry/host-metrics', '@opentelemetry/instrumentation-host-metrics'];

/** Event loop, collections of garbage, heap and process, from what Node itself knows. */
const runtime: Instrumentation = {
  name: 'runtime',
  known: 'runtime-node',
  library: 'node',
  late: true,
  replaces: inPlaceOf(['@opentelemetry/instrumentation-runtime-node'], catalogue.runtime.loop, catalogue.runtime.v8),
  attach({ readRuntime, report }) {
    readRuntime();
    report('attached', `Node ${process.versions.node}`);
  },
};

const hostMetrics = { known: 'host-metrics', library: '@opentelemetry/instrumentation-host-metrics', late: true } as const;

const ownProcess: Instrumentation = {
  ...hostMetrics,
  name: 'process',
  replaces: inPlaceOf(hostScopes, catalogue.runtime.process),
  attach({ readHost, report }) {
    readHost(['process.cpu', 'process.memory']);
    report('attached');
  },
};

/** On Linux by our own readings; elsewhere by OpenTelemetry's host metrics, without the network: that runs a shell at every scrape. */
const itsMachine: Instrumentation = {
  ...hostMetrics,
  name: 'machine',
  library: process.platform === 'linux' ? '/proc' : hostMetrics.library,
  setting: 'machine',
  replaces: inPlaceOf(hostScopes, catalogue.host),
  attach({ settings, log, container, lookUp, readHost, report }) {
    const inside = settings.machine === 'auto' ? container() : undefined;
    if (inside?.proven) return report('switched off', `in a container (${inside.sign}): AUTONOMICA_METRICS_HOST=true switches it on`);
    if (process.platform !== 'linux') readHost(['system.cpu', 'system.memory']);
    lookUp(machine({ ...settings, log, remote: false }));
    return report('attached');
  },
};

const theMachine: Instrumentation = {
  ...itsMachine,
  attach({ settings, log, lookUp, readHost, report }) {
    if (process.platform !== 'linux') readHost(['system.cpu', 'system.memory']);
    lookUp(machine({ ...settings, log, remote: true }));
    return report('attached');
  },
};

const controlGroups = { ...hostMetrics, library: 'cgroup' } as const;

const itsContainer: Instrumentation = {
  ...controlGroups,
  name: 'container',
  attach({ settings, container, lookUp, report }) {
    const inside = container();
    if (inside === undefined) return report('switched off', 'not in a container');
    if (!isAccounted(new Files(settings.root)))
      return report('switched off', `in a container (${inside.sign}) that shows no control group`);
    lookUp(ownContainer(inside));
    return report('attached', inside.sign);
  },
};

const theContainers: Instrumentation = {
  ...controlGroups,
  name: 'containers',
  attach({ lookUp, report }) {
    if (process.platform !== 'linux') return report('switched off', `no control groups on ${process.platform}`);
    lookUp(allContainers());
    return report('attached');
  },
};

/** What is looked up in a service, or for a whole machine, whose containers are told apart; both would write the same metrics. */
export const factsFor = (whose: 'service' | 'machine'): readonly Instrumentation[] =>
  whose === 'service' ? [runtime, ownProcess, itsMachine, itsContainer] : [runtime, ownProcess, theMachine, theContainers];
