import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { dashboards } from '../../src/dashboards/dashboards.ts';
import { grafanaFiles } from '../../src/generate/grafana.ts';

const files = grafanaFiles(defaultDeployment);
const yaml = (path: string): Record<string, readonly Record<string, unknown>[]> =>
  parse(files[path] ?? assert.fail(path)) as Record<string, readonly Record<string, unknown>[]>;

describe('what Grafana is started with', () => {
  it('is a data source by the uid with which every dashboard begins, and one that is told of alerts', () => {
    const [prometheus, alertmanager] = yaml('grafana/provisioning/datasources/datasources.yml')['datasources'] ?? [];
    for (const [name, { templating }] of Object.entries(dashboards(defaultDeployment))) {
      const [source] = templating.list ?? [];
      assert.deepEqual([source?.type, source?.current?.value], ['datasource', prometheus?.['uid']], name);
    }
    const told = (prometheus?.['jsonData'] as Record<string, unknown> | undefined)?.['alertmanagerUid'];
    assert.deepEqual([alertmanager?.['type'], alertmanager?.['uid']], ['alertmanager', told]);
    for (const each of [prometheus, alertmanager]) assert.equal(each?.['editable'], false);
  });

  it('is a file for each dashboard, which nobody changes or deletes in Grafana', () => {
    const [provider] = yaml('grafana/provisioning/dashboards/dashboards.yml')['providers'] ?? [];
    assert.deepEqual([provider?.['type'], provider?.['disableDeletion'], provider?.['allowUiUpdates']], ['file', true, false]);
    const titles = Object.entries(dashboards(defaultDeployment)).map(([name, { title }]) => [`grafana/dashboards/${name}.json`, title]);
    for (const [path = '', title] of titles) assert.equal((JSON.parse(files[path] ?? '') as { title: string }).title, title);
  });
});
