import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreign } from '../../src/alerts/foreign.ts';
import { definitionsOf } from '../../src/catalogue/define.ts';
import { labelName, metricName } from '../../src/exposition/names.ts';
import { parse } from '../../src/exposition/parse.ts';
import { ask } from '../e2e/client.ts';
import { eventually, within } from '../e2e/eventually.ts';
import { Prometheus } from '../e2e/prometheus.ts';
import { scratch } from '../e2e/scratch.ts';
import { freePort } from '../pages.ts';

const rules = 'groups: [{ name: g, rules: [{ alert: A, expr: vector(1) }] }]\n';

/** The labels of each family that is exposed. */
async function exposedBy(url: string): Promise<Map<string, ReadonlySet<string>>> {
  const families = parse((await ask(`${url}/metrics`)).body);
  return new Map(families.map(({ name, rows }) => [name, new Set(rows.flatMap(({ labels }) => labels.map(([label]) => label)))]));
}

describe('what rules read of Prometheus and of Alertmanager', () => {
  let alertmanager: ChildProcess;
  let ended: Promise<unknown>;
  let prometheus: Prometheus;
  const urls = { prometheus: '', alertmanager: '' };

  before(async () => {
    const folder = mkdtempSync(join(scratch(), 'alertmanager-'));
    const file = join(folder, 'alertmanager.yml');
    writeFileSync(file, "route: { receiver: r }\nreceivers: [{ name: r, webhook_configs: [{ url: 'http://127.0.0.1:9' }] }]\n");
    const address = `127.0.0.1:${await freePort()}`;
    urls.alertmanager = `http://${address}`;
    const flags = [`--config.file=${file}`, `--storage.path=${folder}`, `--web.listen-address=${address}`, '--cluster.listen-address='];
    alertmanager = spawn('prometheus-alertmanager', flags, { stdio: 'ignore' });
    ended = once(alertmanager, 'exit');
    const configuration = (port: number): string => {
      urls.prometheus = `http://127.0.0.1:${port}`;
      return `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['${address}'] }] }] }
scrape_configs: [{ job_name: alertmanager, static_configs: [{ targets: ['${address}'] }] }]
`;
    };
    prometheus = await Prometheus.start(configuration, { 'rules.yml': rules });
    await eventually(async () => assert.equal((await ask(`${urls.alertmanager}/-/ready`)).status, 200), 20_000);
  });

  after(async () => {
    alertmanager.kill('SIGTERM');
    await within('the end of alertmanager', ended);
    await prometheus.stop();
  });

  it('is exposed by them, with the labels that are named', async () => {
    await eventually(async () => {
      const exposed = new Map([...(await exposedBy(urls.prometheus)), ...(await exposedBy(urls.alertmanager))]);
      for (const definition of definitionsOf({ of: foreign.prometheus, at: foreign.alertmanager })) {
        const labels = exposed.get(metricName(definition));
        assert.ok(labels, `${metricName(definition)} is not exposed`);
        for (const { name } of Object.values(definition.attributes))
          assert.ok(labels.has(labelName(name)), `${metricName(definition)}: ${name}`);
      }
    }, 20_000);
  });

  it('is made by Prometheus at each scrape and for each alert', async () => {
    const made = [foreign.up, foreign.scrape.duration, foreign.scrape.samples, foreign.alerts].map(metricName);
    await eventually(async () => {
      for (const name of made) assert.ok((await prometheus.query(name)).length > 0, name);
    }, 20_000);
  });
});
