import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, Wire } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { has, Prometheus } from '../e2e/prometheus.ts';
import { scratch, withExpress5 } from '../e2e/scratch.ts';
import { services } from '../e2e/service.ts';
import { blocksOf, fileOf } from '../pages.ts';
import { page } from './shown.ts';

const queries = blocksOf(page)
  .filter(({ info }) => info === 'promql')
  .map(({ text }) => text.trim());

/** The configuration for a service at this port, every second. Debian's Prometheus knows nothing of Kubernetes: a file lists the pods. */
const configuration = (port: string): string =>
  fileOf(page, 'prometheus.yml')
    .replace('scrape_interval: 15s', 'scrape_interval: 1s')
    .replace('localhost:9464', `127.0.0.1:${port}`)
    .replace('kubernetes_sd_configs:\n      - role: pod', "file_sd_configs:\n      - files: ['pods.json']");

/** What the discovery of Kubernetes says of pods with the annotations of the page, and without. */
const pods = (port: string): string => {
  const annotation = '__meta_kubernetes_pod_annotation_prometheus_io_';
  const annotated = { [`${annotation}scrape`]: 'true', [`${annotation}port`]: port, [`${annotation}path`]: '/metrics' };
  return JSON.stringify([
    { targets: ['localhost:3000', `localhost:${port}`], labels: { ...annotated, __meta_kubernetes_pod_name: 'shop-1' } },
    { targets: ['localhost:3001'], labels: { __meta_kubernetes_pod_name: 'other-1' } },
  ]);
};

describe(`${page}: Prometheus (Debian package prometheus)`, () => {
  const start = services();

  it('accepts the configuration', function () {
    if (!has('promtool')) this.skip();
    const file = join(mkdtempSync(join(scratch(), 'config-')), 'prometheus.yml');
    writeFileSync(file, configuration('9464'));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'config', file], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  });

  it('draws the four graphs, and scrapes a pod once', async function () {
    if (!has('prometheus')) this.skip();
    assert.equal(queries.length, 4);
    const service = start({ cwd: await withExpress5(), file: 'express.cjs', flag: '--require' });
    const url = await service.url();
    const { port } = new URL(await service.address());
    const prometheus = await Prometheus.start(configuration(port), { 'pods.json': pods(port) });
    const hanging = new Wire(url).send('GET /hang');
    try {
      await eventually(async () => {
        await Promise.all(['/users/7', '/api/customers/5/orders/6/throws'].map((path) => ask(url + path)));
        const [rates, errors, p99, inFlight] = await Promise.all(queries.map((query) => prometheus.query(query)));
        for (const byRoute of [rates, p99]) {
          const of = byRoute?.find(({ metric }) => metric['http_route'] === '/users/:id');
          assert.ok(Number(of?.value[1]) > 0);
        }
        assert.ok(Math.abs(Number(errors?.[0]?.value[1]) - 0.5) < 0.1, errors?.[0]?.value[1]);
        assert.deepEqual(
          inFlight?.map(({ value }) => value[1]),
          ['1', '1'],
        );
      }, 40_000);
      const scraped = await prometheus.query('up{job="pods"}');
      assert.deepEqual(
        scraped.map(({ metric, value }) => [metric['pod'], metric['instance'], value[1]]),
        [['shop-1', `localhost:${port}`, '1']],
      );
    } finally {
      await hanging.hangUp();
      await prometheus.stop();
    }
  });
});
