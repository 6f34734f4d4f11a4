import { isDeepStrictEqual } from 'node:util';
import type { Dashboard, Panel, Variable } from '../../src/dashboards/model.ts';
import { rules as recordings } from '../../src/alerts/alerts.ts';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { foreign } from '../../src/alerts/foreign.ts';
import { isAlert } from '../../src/alerts/rule.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { definitionsOf, type Kind } from '../../src/catalogue/define.ts';
import { metricName } from '../../src/exposition/names.ts';
import { asked, offered, panelsOf, queriesOf, variablesOf } from './panels.ts';
import { type Selector, selectorsOf } from './selectors.ts';

/** What is wrong with a dashboard. */
export type Rule = (dashboard: Dashboard) => readonly string[];

const source = '${datasource}';
/** As nobody would write it, so that it is found again. */
export const marks = { rate: '61s', shown: '62s' };

const when = (isWrong: boolean, complaint: string): string[] => (isWrong ? [complaint] : []);
const eachPanel =
  (wrong: (panel: Panel) => boolean): Rule =>
  (dashboard) =>
    panelsOf(dashboard).flatMap((panel) => when(wrong(panel), `${panel.id} ${panel.title}`));
const choices = (dashboard: Dashboard): Variable[] => variablesOf(dashboard).filter(({ type }) => type === 'query');

const asks = (dashboard: Dashboard): { readonly where: string; readonly expr: string }[] =>
  panelsOf(dashboard).flatMap((panel) =>
    queriesOf(panel).map(({ expr }) => ({ where: `${panel.id} ${panel.title}`, expr: asked(expr, dashboard, marks) })),
  );
function parses(expr: string): boolean {
  try {
    return selectorsOf(expr).length > 0;
  } catch {
    return false;
  }
}
const eachSelector =
  (wrong: (selector: Selector, dashboard: Dashboard) => boolean): Rule =>
  (dashboard) =>
    asks(dashboard).flatMap(({ where, expr }) =>
      selectorsOf(expr).flatMap((selector) => when(wrong(selector, dashboard), `${where}: ${selector.metric}`)),
    );

const definitions = [...definitionsOf(catalogue), ...definitionsOf(foreign)];
const named = (kind: (kind: Kind) => boolean): string[] => definitions.filter((each) => kind(each.kind)).map(metricName);
const histograms = new Set(named((kind) => kind === 'histogram'));
const withoutPart = (metric: string): string => metric.replace(/_(bucket|sum|count)$/, '');
const recorded = Object.values(recordings).flatMap((of) => of(defaultDeployment).flatMap((group) => group.rules));
const known = new Set([
  ...named((kind) => kind !== 'histogram'),
  ...[...histograms].flatMap((name) => ['_bucket', '_sum', '_count'].map((part) => name + part)),
  ...recorded.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])),
]);

function choice(name: string, label: string): Rule {
  return (dashboard) => {
    const found = choices(dashboard).find((each) => each.name === name);
    if (!found) return [`no variable ${name}`];
    const is = [found.label, found.datasource?.uid, found.multi, found.allValue];
    return when(is.join() !== [label, source, true, '.+'].join(), is.join());
  };
}
/** A selector follows a variable: its matcher is what the variable begins with. */
const follows = (name: string): Rule =>
  eachSelector(({ matchers }, dashboard) => !matchers.includes(asked(`${name}=~"$${name}"`, dashboard, marks)));

/** The rules for Prometheus of https://github.com/grafana/dashboard-linter/tree/main/docs/rules, and what these dashboards promise beside. */
export const rules: Readonly<Record<string, Rule>> = {
  'template-datasource-rule'(dashboard) {
    const sources = variablesOf(dashboard).filter(({ type }) => type === 'datasource');
    const is = sources.map(({ name, label, query }) => ({ name, label, query }));
    return when(!isDeepStrictEqual(is, [{ name: 'datasource', label: 'Data source', query: 'prometheus' }]), JSON.stringify(is));
  },
  'template-job-rule': choice('job', 'Job'),
  'template-instance-rule': choice('instance', 'Instance'),
  'template-label-promql-rule': (dashboard) =>
    choices(dashboard).flatMap((each) => {
      const { selector, label } = offered(each);
      return when(label === '' || !parses(asked(selector, dashboard, marks)), each.name);
    }),
  'template-on-time-change-reload-rule': (dashboard) => choices(dashboard).flatMap(({ name, refresh }) => when(refresh !== 2, name)),
  'panel-datasource-rule': eachPanel((panel) => [panel, ...queriesOf(panel)].some(({ datasource }) => datasource?.uid !== source)),
  'panel-title-description-rule': eachPanel(({ title = '', description = '' }) => title === '' || description === ''),
  'panel-units-rule': eachPanel(({ fieldConfig }) => (fieldConfig?.defaults.unit ?? '') === ''),
  'panel-no-targets-rule': eachPanel((panel) => queriesOf(panel).length === 0),
  'target-promql-rule': (dashboard) => asks(dashboard).flatMap(({ where, expr }) => when(!parses(expr), where)),
  'target-rate-interval-rule': eachSelector(({ call = '', range }) => /^i?rate$/.test(call) && range !== marks.rate),
  'target-job-rule': follows('job'),
  'target-instance-rule': follows('instance'),
  'target-counter-agg-rule': eachSelector(({ metric, call = '' }) => metric.endsWith('_total') && !/^(i?rate|increase)$/.test(call)),
  'uneditable-dashboard': ({ editable }) => when(editable !== false, 'editable'),

  'a histogram is asked for by its parts, within a rate': eachSelector(
    ({ metric, call = '' }) => histograms.has(metric) || (histograms.has(withoutPart(metric)) && !/^(rate|increase)$/.test(call)),
  ),
  'every metric is exposed or recorded': eachSelector(({ metric }) => !known.has(metric)),
  'what is said of a queue is said once': eachSelector(
    ({ metric, aggregation }) => metric.startsWith('autonomica_queue_') && !['max', 'min'].includes(aggregation ?? ''),
  ),
};

/** Which rule does not hold for which dashboard, and why. */
export const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'template-job-rule': { overview: 'it is of all jobs' },
  'template-instance-rule': { overview: 'it is of all instances', slo: 'an objective is of a job' },
  'target-job-rule': { overview: 'it is of the jobs of the deployment' },
  'target-instance-rule': { overview: 'it is of all instances', slo: 'an objective is of a job' },
};
