import assert from 'node:assert/strict';
import type { Dashboard } from '../../src/dashboards/model.ts';
import { rules } from '../../src/alerts/alerts.ts';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { isAlert } from '../../src/alerts/rule.ts';
import { dashboards } from '../../src/dashboards/dashboards.ts';
import { asked, panelsOf, queriesOf, variablesOf } from './panels.ts';
import { selectorsOf } from './selectors.ts';

const { jobs, thresholds } = defaultDeployment;
const other = dashboards({
  ...defaultDeployment,
  jobs: { ...jobs, api: ['shop', 'cart'] },
  thresholds: { ...thresholds, api: { ...thresholds.api, slowRouteSeconds: 3, latencySeconds: 0.25 } },
  runbooks: 'https://wiki.example.com/runbooks',
});

const panel = (dashboard: Dashboard, title: string): ReturnType<typeof panelsOf>[number] =>
  panelsOf(dashboard).find((each) => each.title === title) ?? assert.fail(title);
const lines = (dashboard: Dashboard, title: string): (number | null)[] =>
  panel(dashboard, title).fieldConfig?.defaults.thresholds?.steps.map(({ value }) => value) ?? [];

describe('the dashboards of a deployment', () => {
  it('begin with its jobs', () => {
    assert.deepEqual(variablesOf(other.api).find(({ name }) => name === 'job')?.current?.value, ['shop', 'cart']);
    const [first] = queriesOf(panel(other.overview, 'API · requests'));
    assert.match(first?.expr ?? '', /\{job=~"shop\|cart"/);
  });

  it('draw its thresholds', () => {
    assert.deepEqual(lines(other.api, 'Duration by route, p99'), [null, 3]);
    assert.deepEqual(lines(other.overview, 'API · duration'), [null, 0.25]);
    assert.match(queriesOf(panel(other.api, 'Fast enough'))[0]?.expr ?? '', /le="0\.25"/);
  });

  it('lead to its runbooks, and to each other', () => {
    const [toOthers, toRunbooks] = other.api.links ?? [];
    assert.equal(toRunbooks?.url, 'https://wiki.example.com/runbooks/api.md');
    for (const { tags } of Object.values(other)) assert.deepEqual(tags, toOthers?.tags);
  });

  it('ask for nothing of what it does not have, and still for something that is PromQL', () => {
    const small = dashboards({ ...defaultDeployment, jobs: { ...jobs, worker: [], agent: [] } });
    for (const dashboard of Object.values(small))
      for (const each of panelsOf(dashboard).flatMap(queriesOf))
        assert.ok(selectorsOf(asked(each.expr, dashboard, { rate: '5m', shown: '1h' })).length > 0, each.expr);
    assert.match(queriesOf(panel(small.overview, 'Agents · runs by outcome'))[0]?.expr ?? '', /\{job=~""\}/);
  });

  it('show every objective that its rules watch', () => {
    const watched = Object.values(rules).flatMap((of) => of(defaultDeployment).flatMap((group) => group.rules));
    const slos = new Set(watched.flatMap((rule) => (isAlert(rule) ? [] : [rule.labels?.['slo'] ?? []].flat())));
    assert.ok(slos.size > 0);
    const shown = JSON.stringify(dashboards(defaultDeployment).slo);
    for (const slo of slos) assert.ok(shown.includes(`slo=\\"${slo}\\"`), slo);
  });
});
