import assert from 'node:assert/strict';
import type { Dashboard, Variable } from '../../src/dashboards/model.ts';
import { exceptions, rules } from './lint.ts';
import { all, panelsOf, queriesOf, variablesOf } from './panels.ts';

const dashboardOf = (name: string): Dashboard => structuredClone(all.find(([each]) => each === name)?.[1] ?? assert.fail(name));

function variable(dashboard: Dashboard, name: string, change: Partial<Variable>): void {
  Object.assign(variablesOf(dashboard).find((each) => each.name === name) ?? assert.fail(name), change);
}
function query(dashboard: Dashboard, change: (expr: string) => string): void {
  const [first] = queriesOf(panelsOf(dashboard)[0] ?? assert.fail());
  Object.assign(first ?? assert.fail(), { expr: change(first?.expr ?? '') });
}
const panel = (dashboard: Dashboard, change: object): void => void Object.assign(panelsOf(dashboard)[0] ?? assert.fail(), change);

/** A fault for each rule, to be found. */
const faults: Readonly<Record<string, (dashboard: Dashboard) => void>> = {
  'template-datasource-rule': (of) => variable(of, 'datasource', { label: 'Source' }),
  'template-job-rule': (of) => variable(of, 'job', { multi: false }),
  'template-instance-rule': (of) => variable(of, 'instance', { allValue: '.*' }),
  'template-label-promql-rule': (of) => variable(of, 'route', { query: 'label_values(up{job=}, job)' }),
  'template-on-time-change-reload-rule': (of) => variable(of, 'route', { refresh: 1 }),
  'panel-datasource-rule': (of) => panel(of, { datasource: { type: 'prometheus', uid: 'prometheus' } }),
  'panel-title-description-rule': (of) => panel(of, { description: '' }),
  'panel-units-rule': (of) => panel(of, { fieldConfig: { defaults: {}, overrides: [] } }),
  'panel-no-targets-rule': (of) => panel(of, { targets: [] }),
  'target-promql-rule': (of) => query(of, (expr) => `${expr})`),
  'target-rate-interval-rule': (of) => query(of, (expr) => expr.replace('$__rate_interval', '5m')),
  'target-job-rule': (of) => query(of, (expr) => expr.replace('job=~"$job", ', '')),
  'target-instance-rule': (of) => query(of, (expr) => expr.replace('instance=~', 'instance=')),
  'target-counter-agg-rule': (of) => query(of, () => 'sum(autonomica_errors_total)'),
  'uneditable-dashboard': (of) => Object.assign(of, { editable: true }),
  'a histogram is asked for by its parts, within a rate': (of) => query(of, () => 'http_server_request_duration_seconds_count'),
  'every metric is exposed or recorded': (of) => query(of, () => 'gone_total'),
  'what is said of a queue is said once': (of) => query(of, () => 'sum(autonomica_queue_size)'),
};

for (const [name, rule] of Object.entries(rules))
  describe(`dashboards: ${name}`, () => {
    const excepted = exceptions[name] ?? {};

    for (const [domain, dashboard] of all.filter(([each]) => !(each in excepted)))
      it(`holds for ${domain}`, () => assert.deepEqual(rule(dashboard), []));

    for (const domain of Object.keys(excepted))
      it(`does not hold for ${domain}, so that the exception is needed`, () => assert.notDeepEqual(rule(dashboardOf(domain)), []));

    it('finds a fault', () => {
      const broken = dashboardOf('api');
      (faults[name] ?? assert.fail(`no fault for ${name}`))(broken);
      assert.notDeepEqual(rule(broken), []);
    });
  });
