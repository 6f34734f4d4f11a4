import assert from 'node:assert/strict';
import type { Running } from '../e2e/demo.ts';
import { eventually } from '../e2e/eventually.ts';
import { type Prometheus, queried } from '../e2e/prometheus.ts';
import { services } from '../e2e/service.ts';
import { all, asked, offered, panelsOf, queriesOf, variablesOf } from './panels.ts';
import { fires, withStack } from './stack.ts';

/** Panels of which nothing here tells, or nothing for sure, and why. */
const quiet: Readonly<Record<string, string>> = {
  'api: Errors by component': 'the demo counts no errors of its own',
  'api: Operations of databases, p95': 'the demo has no database',
  'api: Operations that failed': 'the demo has no database',
  'api: Up or down': 'the demo probes nothing',
  'worker: Lost and put aside': 'a task of the demo fails for good once in a while',
  'worker: Schedules that are late, p95': 'a night of the demo comes twice a minute',
  'agent: Workflows, p95': 'the demo has no workflow',
  'agent: Embeddings, p95': 'the demo asks for no embeddings',
  'agent: Calls without a price': 'the demo has a price for each of its models',
  'host: Temperature': 'a virtual machine has no sensors',
  'host: Pressure': 'not every kernel tells',
  'overview: Machine · pressure': 'not every kernel tells',
  'container: Throttled': 'the containers stand still',
  'pipeline: Recordings folded': 'none is',
  'pipeline: Recordings refused, points dropped': 'none is',
  'pipeline: Callbacks and hooks that failed': 'none does',
  'pipeline: Rules that failed': 'none does',
  'pipeline: Notifications': 'there is no Alertmanager',
  'pipeline: Settings that were ignored': 'none is',
  'pipeline: Health probes': 'the demo has none',
  'slo: Burns slowly': 'its rules are evaluated every 3 minutes',
};

interface Wanted {
  readonly what: string;
  /** Any of which is enough. */
  readonly queries: readonly string[];
}

/** What a dashboard asks Prometheus for: by its panels, and by its variables. */
const wantedOf = ([name, dashboard]: (typeof all)[number], rate: string): readonly Wanted[] => {
  const ranges = { rate, shown: '1m' };
  const panels = panelsOf(dashboard).map((panel) => ({
    what: `${name}: ${panel.title}`,
    queries: queriesOf(panel).map(({ expr }) => asked(expr, dashboard, ranges)),
  }));
  const variables = variablesOf(dashboard).filter(({ type }) => type === 'query');
  const choices = variables.map((variable) => {
    const { label, selector } = offered(variable);
    return { what: `${name}: $${variable.name}`, queries: [`group by (${label}) (${asked(selector, dashboard, ranges)})`] };
  });
  return [...panels, ...choices];
};
const isTold = ({ what }: Wanted): boolean => !(what in quiet);
const asks = all.flatMap((each) => wantedOf(each, '5s'));
const wanted = asks.filter(isTold);
/** As Grafana asks: a rate of four times the 15 s of its data source. In its first minute nothing may be wrong with the demo. */
const wantedOfDemo = all
  .filter(([name]) => name === 'overview')
  .flatMap((each) => wantedOf(each, '1m'))
  .filter((each) => isTold(each) && each.what !== 'overview: Firing alerts');

async function hasData(prometheus: string, { queries }: Wanted): Promise<boolean> {
  for (const query of queries) {
    const samples = await queried(prometheus, query);
    if (samples.some(({ value: [, value] }) => value !== 'NaN')) return true;
  }
  return false;
}

/** Within a minute of the demo's start. */
function haveData(prometheus: string, these: readonly Wanted[]): Promise<void> {
  const missing = new Set(these);
  return eventually(async () => {
    for (const each of missing) if (await hasData(prometheus, each)) missing.delete(each);
    const rest = [...missing].map(({ what }) => what);
    assert.deepEqual(rest, []);
  }, 60_000);
}

describe('the dashboards', () => {
  const start = services();

  it('have data in every panel and variable, of what a real Prometheus has of the demo, the overview of what its own has', async () => {
    const haveAll = async (prometheus: Prometheus, demo: Running): Promise<void> => {
      await Promise.all([haveData(prometheus.url, wanted), haveData(new URL(demo.graphs).origin, wantedOfDemo)]);
    };
    await withStack(start, haveAll, { more: fires });
  }).timeout(120_000);

  it('are without data only where it is said why', () => {
    assert.deepEqual(
      Object.keys(quiet).filter((what) => !asks.some((each) => each.what === what)),
      [],
    );
  });
});
