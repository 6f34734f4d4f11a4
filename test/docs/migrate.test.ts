import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { has, Prometheus } from '../e2e/prometheus.ts';
import { project, versionOf } from '../e2e/scratch.ts';
import { Service, services } from '../e2e/service.ts';
import { assertPrinted, codeIn, freePort, outputOf, rowsOf, write } from '../pages.ts';

const page = 'docs/migrate.md';
const sections = ['prom-client', 'express-prom-bundle', 'auto-instrumentations-node'] as const;
type Section = (typeof sections)[number];

const installed = (): Promise<string> =>
  project(
    `express@${versionOf('express')}`,
    'prom-client@15.1.3',
    'express-prom-bundle@8.0.0',
    '@opentelemetry/api@1.10.0',
    '@opentelemetry/auto-instrumentations-node@0.82.0',
  );

interface Row {
  readonly before: string;
  readonly here: string | undefined;
  readonly queries: readonly string[];
}

/** A table of the page. */
const table = (section: Section): readonly Row[] =>
  rowsOf(page, section).map((cells) => {
    const [[before = ''] = [], [here] = [], ...queries] = cells.map(codeIn);
    return { before, here, queries: queries.flat() };
  });

/** The metrics of a scrape, by their names on the wire. */
const namesIn = (text: string): ReadonlySet<string> => new Set([...text.matchAll(/^# TYPE (\S+)/gm)].flatMap(([, name]) => name ?? []));

/** Metrics that only express-prom-bundle exposes. */
const bundled = new Set(['http_request_duration_seconds', 'up']);

const old = {
  OTEL_METRICS_EXPORTER: 'prometheus',
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_NODE_RESOURCE_DETECTORS: 'none',
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici,express,runtime-node,host-metrics',
};

describe(page, () => {
  const start = services();
  let cwd: string;
  let auto: Service;
  let ours: Service;
  /** Ports: of the two packages on prom-client, of auto-instrumentations, of ours. */
  let ports: readonly string[];
  const urls: string[] = [];

  before(async function () {
    this.timeout(180_000);
    cwd = await installed();
    const bundle = start({ cwd, file: 'before/bundle.cjs' });
    const port = String(await freePort());
    const options = ['--require', '@opentelemetry/auto-instrumentations-node/register'];
    auto = new Service({ cwd, file: 'before/plain.cjs', options, env: { ...old, OTEL_EXPORTER_PROMETHEUS_PORT: port } });
    ours = start({ cwd, file: 'before/plain.cjs', flag: '--require' });
    for (const service of [bundle, auto, ours]) urls.push(await service.url());
    ports = [new URL(urls[0] ?? '').port, port, new URL(await ours.address()).port];
    await traffic();
  });

  // it takes the signal for itself, and does not end
  after(() => auto.kill('SIGKILL'));

  const traffic = (): Promise<unknown> => Promise.all(urls.flatMap((url) => ['/users/7', '/sends'].map((path) => ask(url + path))));
  const scraped = async (which: number): Promise<ReadonlySet<string>> =>
    namesIn((await ask(`http://127.0.0.1:${ports[which]}/metrics`)).body);

  for (const section of sections)
    it(`${section}: every metric that it exposes is in the table, and no other`, () =>
      eventually(async () => {
        await traffic();
        const exposed = [...(await scraped(section === 'auto-instrumentations-node' ? 1 : 0))].filter(
          (name) => section === 'auto-instrumentations-node' || bundled.has(name) === (section === 'express-prom-bundle'),
        );
        assert.deepEqual([...new Set(table(section).map(({ before }) => before))].toSorted(), exposed.toSorted());
      }, 20_000));

  it('every metric in its place is exposed here', () =>
    eventually(async () => {
      await traffic();
      const exposed = await scraped(2);
      const named = sections.flatMap((section) => table(section).flatMap(({ here }) => here ?? []));
      assert.ok(named.length > 40);
      assert.deepEqual(
        named.filter((name) => !exposed.has(name)),
        [],
      );
    }, 20_000));

  it('every query gives something (Debian package prometheus)', async function () {
    if (!has('prometheus')) this.skip();
    this.timeout(90_000);
    const targets = ports.map((port) => `'127.0.0.1:${port}'`).join(', ');
    const jobs = `scrape_configs: [{ job_name: service, static_configs: [{ targets: [${targets}] }] }]`;
    const prometheus = await Prometheus.start(`global: { scrape_interval: 1s }\n${jobs}\n`);
    try {
      const queries = new Set(sections.flatMap((section) => table(section).flatMap((row) => row.queries)));
      assert.ok(queries.size > 70);
      await eventually(async () => {
        await traffic();
        const found = await Promise.all([...queries].map(async (query) => ({ query, samples: await prometheus.query(query) })));
        assert.deepEqual(
          found.filter(({ samples }) => samples.length === 0).map(({ query }) => query),
          [],
        );
      }, 40_000);
    } finally {
      await prometheus.stop();
    }
  });

  async function ordered(file: string): Promise<{ service: Service; url: string }> {
    const folder = join(cwd, 'migrate');
    mkdirSync(folder, { recursive: true });
    write(page, folder);
    const url = `http://127.0.0.1:${await freePort()}`;
    const service = start({ cwd: folder, file, flag: '--require', env: { PORT: new URL(url).port } });
    await eventually(async () => assert.equal((await ask(`${url}/orders`, { method: 'POST' })).status, 201, service.stderr));
    return { service, url };
  }

  it('both at once', async () => {
    const { service, url } = await ordered('beside.mjs');
    await eventually(async () => {
      assertPrinted(outputOf(page, 'beside.mjs'), (await ask(`${url}/metrics`)).body);
      assertPrinted(outputOf(page, 'beside.mjs-new'), await service.scrape());
    });
  });

  it('a metric of its own that keeps its name', async () => {
    const { service } = await ordered('moved.mjs');
    assertPrinted(outputOf(page, 'moved.mjs'), await service.scrape());
  });
});
