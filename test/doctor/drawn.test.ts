import assert from 'node:assert/strict';
import { dashboard as read } from '../../src/doctor/dashboards.ts';
import { drawnBy } from '../../src/doctor/drawn.ts';
import { selectorText } from '../../src/doctor/selectors.ts';
import { type Source, sourcesOf } from '../../src/doctor/sources.ts';
import { usesOf } from '../../src/doctor/uses.ts';

describe('what a dashboard asks', () => {
  const dashboard = {
    title: 'API',
    templating: {
      list: [
        { name: 'job', type: 'query', query: 'label_values(up{job!=""}, job)' },
        { name: 'route', type: 'query', query: { query: 'query_result(topk(1, a))' } },
        { name: 'of', type: 'custom', query: 'a,b' },
      ],
    },
    panels: [
      {
        title: 'Row',
        panels: [{ title: 'Rate', targets: [{ expr: 'sum by ($by) (rate(b_total{job=~"$job", c="${d}", e="f$"}[$__rate_interval]))' }] }],
      },
      { title: 'Text' },
      { title: 'Open', targets: [{ expr: '$metric{a="b"} + {__name__=~"$metric"} + {a!="b"}' }, { expr: '{a="b"}' }] },
      { title: 'Logs', datasource: { type: 'loki' }, targets: [{ expr: '{a="b"} |= "c"' }] },
      {
        title: 'Mixed',
        datasource: { type: 'datasource' },
        targets: [
          { datasource: { type: 'loki' }, expr: '{a="b"} |= "c"' },
          { datasource: { type: 'prometheus' }, expr: 'e' },
        ],
      },
      { title: 'Odd', datasource: { type: 'prometheus', uid: '$source' }, targets: [{ expr: 'sum(' }, {}] },
      { title: 'Of another language, perhaps', datasource: { uid: '${ds}' }, targets: [{ expr: '{a="b"} |= "c"' }] },
      { title: 'Of the usual source', targets: [{ expr: '{a="b"} |= "c"' }] },
    ],
  };

  it('is found in rows and variables, without what variables decide', () => {
    const { uses, findings, unread } = usesOf(drawnBy([read(dashboard, '')]).expressions);
    assert.deepEqual(
      uses.map(({ where, selector }) => `${where}: ${selectorText(selector)}`),
      [
        'dashboard API, panel Rate: b_total{e="f$"}',
        'dashboard API, panel Open: {a="b"}',
        'dashboard API, panel Mixed: e',
        'dashboard API, variable job: up{job!=""}',
        'dashboard API, variable route: a',
      ],
    );
    assert.deepEqual(
      findings.map(({ check, where }) => `${check} ${where}`),
      ['series.syntax dashboard API, panel Odd'],
    );
    assert.deepEqual(unread, ['dashboard API, panel Of another language, perhaps', 'dashboard API, panel Of the usual source']);
  });

  const panel = (title: string, datasource: unknown, expr = title): object => ({ title, datasource, targets: [{ expr }] });
  const choosing = (name: string, query: string, value: unknown): object => ({ name, type: 'datasource', query, current: { value } });
  const prometheus = { type: 'prometheus', isDefault: false };
  const ours = { ...prometheus, uid: 'one', name: 'Ours', url: 'http://prometheus:9090' };
  const other = { ...prometheus, uid: 'two', name: 'Other', url: 'http://prometheus:9091/' };
  const logs = { uid: 'logs', name: 'Logs', type: 'loki', url: 'http://loki:3100', isDefault: true };
  const list = [
    choosing('own', 'prometheus', 'one'),
    choosing('two', 'prometheus', 'two'),
    choosing('gone', 'prometheus', 'x'),
    choosing('logs', 'loki', 'logs'),
  ];
  const panels = [
    panel('uid', { type: 'prometheus', uid: 'one' }),
    panel('name', 'Ours'),
    panel('chosen', { type: 'prometheus', uid: '${own}' }),
    panel('chosen_alone', { uid: '$own' }),
    panel('kind', { type: 'prometheus' }),
    panel('other', { type: 'prometheus', uid: 'two' }),
    panel('other_chosen', { uid: '[[two]]' }),
    panel('absent', { type: 'prometheus', uid: 'three' }),
    panel('chosen_absent', { type: 'prometheus', uid: '${gone}' }),
    panel('log', { type: 'loki', uid: 'logs' }, '{a="b"} |= "c"'),
    panel('log_chosen', { uid: '${logs}' }, '{a="b"} |= "c"'),
    panel('log_usual', null, '{a="b"} |= "c"'),
    panel('log_named', 'Logs', '{a="b"} |= "c"'),
    panel('own', '-- Grafana --', 'x('),
  ];
  const asked = (all: readonly Source[], url = 'http://localhost:9090') => {
    const { expressions, stated } = drawnBy([read({ title: 'A', panels, templating: { list } }, '')], sourcesOf(all, url));
    assert.deepEqual(usesOf(expressions).findings, []);
    return [
      expressions.map(({ expression }) => expression).join(' '),
      stated
        .join()
        .split('panel ')
        .slice(1)
        .join('')
        .replaceAll(/,? ?dashboard A, /g, ' '),
    ];
  };

  it('is asked of this Prometheus alone, of several sources, and the rest is stated', () => {
    assert.deepEqual(asked([logs, ours, other]), ['uid name chosen chosen_alone', 'kind other other_chosen absent chosen_absent']);
    assert.deepEqual(asked([logs, { ...ours, isDefault: true }, other]), [
      'uid name chosen chosen_alone kind chosen_absent',
      'other other_chosen absent',
    ]);
    assert.deepEqual(asked([logs, ours]), ['uid name chosen chosen_alone kind other_chosen chosen_absent', 'other absent']);
  });

  it('is asked of none where nothing says which of several sources it is', () => {
    const two = [ours, { ...other, url: 'http://elsewhere:9090' }];
    assert.equal(asked([logs, ...two])[0], '');
    assert.equal(asked([logs, ours, { ...other, url: ours.url }])[0], 'uid name chosen chosen_alone other other_chosen');
    assert.equal(asked([logs, ...two], 'http://elsewhere:9090')[0], 'other other_chosen');
  });

  it('is read as what it is kept under, and stated where it has no panel', () => {
    const kept = read(
      { apiVersion: 'dashboard.grafana.app/v1', kind: 'Dashboard', metadata: { name: 'uid' }, spec: { title: 'B', panels } },
      '',
    );
    assert.deepEqual([kept.uid, kept.title, kept.panels.length], ['uid', 'B', panels.length]);
    const second = read(
      { kind: 'Dashboard', metadata: { name: 'v2' }, spec: { title: 'C', elements: { 'panel-1': { kind: 'Panel' } } } },
      '',
    );
    assert.deepEqual(drawnBy([kept, second]).stated, ['dashboards without a panel that can be read, as those of schema v2: C']);
  });
});
