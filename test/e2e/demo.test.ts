import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { scrape, type Snapshot } from '../../examples/demo/snapshot.ts';
import { ask } from './client.ts';
import { type Running, type Shown, withDemo } from './demo.ts';
import { assertThinks, assertWorks, type System } from './demo-work.ts';
import { eventually } from './eventually.ts';
import { has, queried } from './prometheus.ts';
import { environment, root, run, scratch } from './scratch.ts';

/** Lines of a name, each with labels in the order of their names, and something counted. */
async function assertCounted(metrics: string, name: string, ...labels: readonly string[]): Promise<void> {
  const { body } = await ask(metrics);
  assert.match(body, new RegExp(`^${name}_count\\{.*${labels.join('.*')}.*\\} [1-9]`, 'm'));
}

/** Where a program is on the PATH. */
const pathOf = (program: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

const scraped = ({ metrics }: Shown): Promise<Snapshot> => scrape(metrics.replace(/\/metrics$/, ''), AbortSignal.timeout(5_000));

/** The page and what it loads are there, and what it says, from its origin, is counted beside what is invented. */
async function assertMeasuresItsPage(page: string, metrics: string): Promise<void> {
  const html = await fetch(page);
  assert.equal(html.status, 200);
  const assets = [...(await html.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path);
  const types = await Promise.all(assets.map(async (path) => (await fetch(new URL(path, page))).headers.get('content-type')));
  assert.deepEqual(new Set(types), new Set(['text/css; charset=utf-8', 'text/javascript; charset=utf-8']));
  assert.equal((await fetch(new URL('/tasks/iris/1', page))).headers.get('content-type'), 'text/html; charset=utf-8');
  const item = { t: 'action', n: 'run', v: 0.25, a: { page: '/tasks/:agent/:task', outcome: 'ok' } };
  const body = JSON.stringify({ v: 1, app: 'console', items: [item] });
  for (const [origin, status] of [
    [new URL(page).origin, 204],
    ['http://localhost:1', 403],
  ] as const) {
    const sent = await fetch(new URL('/_metrics/beacon', page), {
      method: 'POST',
      body,
      headers: { origin, 'content-type': 'text/plain' },
    });
    assert.equal(sent.status, status);
  }
  await eventually(async () => {
    const { body: told } = await ask(metrics);
    assert.match(told, /^autonomica_frontend_user_actions_total\{.*action="run",.*outcome="ok",.*app="console",.*\} 1$/m);
    assert.match(told, /^autonomica_frontend_page_load_duration_seconds_count\{.*app="invented",.*\} [1-9]/m);
  });
}

/** Where a Prometheus sends alerts to. */
interface Found {
  readonly activeAlertmanagers: readonly { readonly url: string }[];
}

const everything = ['agent 1', 'alertmanager 1', 'api 1', 'collector 1', 'models 1', 'prometheus 1', 'worker 1'];

/** Prometheus scrapes all that runs, evaluates what was generated, and has found Alertmanager. */
async function assertWatched({ alerts, graphs }: Running): Promise<void> {
  const { origin } = new URL(graphs);
  const up = await queried(origin, 'up');
  assert.deepEqual(up.map(({ metric, value: [, value] }) => `${metric['job']} ${value}`).toSorted(), everything);
  const { data } = JSON.parse((await ask(`${origin}/api/v1/alertmanagers`)).body) as { data: Found };
  assert.deepEqual(data.activeAlertmanagers, [{ url: `${alerts}api/v2/alerts` }]);
  assert.equal((await queried(origin, 'ALERTS{alertname="Watchdog", alertstate="firing"}')).length, 1);
}

const served = 'http_server_request_duration_seconds';
const sent = 'http_client_request_duration_seconds';

interface Way {
  readonly where: string;
  readonly system: System;
  readonly said: RegExp;
  readonly PATH?: string;
}

const ways: readonly Way[] = [
  { where: 'at a Redis (Debian package redis-server)', system: 'bullmq', said: /^BullMQ at redis:\/\/127\.0\.0\.1:\d+$/ },
  {
    where: 'in its process',
    system: 'in_process',
    said: /^none, .*; no redis-server: apt install redis-server$/,
    PATH: dirname(process.execPath),
  },
];

describe('the demo', () => {
  it('shows services under load, what one asks of the other, and stops without leaving anything', async () => {
    const { text, code } = await withDemo(async ({ api, models, said, stop }) => {
      const { port } = new URL(models.url);
      await eventually(async () => {
        await assertCounted(api.metrics, served, 'http_route="/agents/:id"');
        await assertCounted(api.metrics, sent, 'http_response_status_code="200"', 'server_address="localhost"', `server_port="${port}"`);
        await assertCounted(api.metrics, sent, 'error_type="404"', 'http_response_status_code="404"', `server_port="${port}"`);
        await assertCounted(models.metrics, served, 'http_response_status_code="200"', 'http_route="/models/:model/completions"');
        await assertCounted(models.metrics, served, 'http_response_status_code="404"', 'http_route="/models/:model/completions"');
      }, 20_000);
      await eventually(() => {
        assert.match(said(), /^ +\S+ {2}api +\d.* sent to models \d/m);
        assert.match(said(), /^ +\S+ {2}models +\d/m);
      }, 20_000);
      stop('SIGINT');
    });
    assert.equal(code, 0, text);
    assert.match(text, /stopped\n$/);
  });

  it('tells each service, its process and the machine apart, and what the users of its page see', async () => {
    const { text, code } = await withDemo(async ({ api, worker, agents, models, page, stop }) => {
      for (const [name, { metrics }] of Object.entries({ api, worker, agents, models }))
        await eventually(async () => {
          const { body } = await ask(metrics);
          assert.match(body, new RegExp(`^target_info\\{.*service_name="${name}"`, 'm'));
          assert.match(body, /^process_memory_usage_bytes \d/m);
          assert.match(body, /^system_memory_usage_bytes\{.*\} \d/m);
        }, 20_000);
      await assertMeasuresItsPage(page, api.metrics);
      stop('SIGTERM');
    });
    assert.equal(code, 0, text);
  });

  it('goes on where neither is installed, says so, and refuses a file that is wrong', async () => {
    const { text, code } = await withDemo(
      async ({ alerts, graphs, stop }) => {
        assert.equal(graphs, 'no prometheus: apt install prometheus, https://prometheus.io/download');
        assert.match(alerts, /^no prometheus-alertmanager: apt install prometheus-alertmanager,/);
        stop('SIGINT');
      },
      { PATH: dirname(process.execPath) },
    );
    assert.equal(code, 0, text);
    const config = join(mkdtempSync(join(scratch(), 'demo-')), 'monitoring.yml');
    writeFileSync(config, 'alerting: { default: [chat] }\nthresholds: { api: { latency_secnds: 1 } }\n');
    const args = ['examples/demo/main.ts', '--config', config];
    const refused = await run(process.execPath, args, root, { ...environment, OTEL_EXPORTER_PROMETHEUS_PORT: '0' });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /thresholds\.api\.latency_secnds is unknown: did you mean latency_seconds\?/);
    assert.match(refused.stderr, /alerting\.default: .*chat/);
  });

  it('starts an Alertmanager that is called as its authors call it', async function () {
    const folder = mkdtempSync(join(scratch(), 'path-'));
    const debians = pathOf('prometheus-alertmanager');
    if (debians === undefined) this.skip();
    symlinkSync(debians, join(folder, 'alertmanager'));
    const work = async ({ alerts, stop }: Running): Promise<void> => {
      assert.equal((await ask(`${alerts}-/ready`)).status, 200);
      stop('SIGINT');
    };
    const { text, code } = await withDemo(work, { PATH: [dirname(process.execPath), folder].join(delimiter) });
    assert.equal(code, 0, text);
  });

  for (const { where, system, said: wanted, PATH } of ways)
    it(`measures a worker with its queues ${where}, and agents: retries, dead letters, tools, tokens and what those cost`, async function () {
      if (system === 'bullmq' && !has('redis-server')) this.skip();
      const work = async ({ worker, agents, broker, said, stop }: Running): Promise<void> => {
        assert.match(broker.broker, wanted);
        await eventually(async () => assertWorks(await scraped(worker), system), 60_000);
        await eventually(async () => assertThinks(await scraped(agents)), 30_000);
        await eventually(() => {
          assert.match(said(), /^ +\S+ {2}worker +\d.* runs: waiting \d+ {2}active \d+ {2}delayed \d+ {2}oldest \d.* completed [1-9]/m);
          assert.match(said(), /^ +\S+ {2}worker +\d.* reports: .* completed (?:<0\.1|0\.\d)\/s/m);
          assert.match(said(), /^ +\S+ {2}worker +\d.* dead-letters: waiting \d.* completed –/m);
          assert.match(said(), /^ +\S+ {2}agents +\d.* agents: active \d+ {2}cost \$[\d.]+\/h {2}tokens [\d,]+\/s/m);
        }, 20_000);
        stop('SIGINT');
      };
      const { text, code } = await withDemo(work, PATH === undefined ? {} : { PATH });
      assert.equal(code, 0, text);
    }).timeout(180_000);

  it('prices by the file that the operator names, and says what it has no price for', async () => {
    const prices = join(mkdtempSync(join(scratch(), 'prices-')), 'prices.json');
    writeFileSync(prices, JSON.stringify({ currency: 'USD', models: { large: { input: 1000, output: 1000 } } }));
    const work = async ({ said, stop }: Running): Promise<void> => {
      await eventually(() => assert.match(said(), / agents: active \d+ {2}cost \$\d{3,}\.\d\d\/h {2}unpriced \d+\.\d\/s/), 30_000);
      stop('SIGINT');
    };
    const { text, code } = await withDemo(work, { AUTONOMICA_METRICS_PRICES: prices });
    assert.equal(code, 0, text);
  });

  it('ends when its Redis ends, and says why', async function () {
    if (!has('redis-server')) this.skip();
    const { text, code } = await withDemo(async ({ broker: { pid } }) => {
      process.kill(pid ?? assert.fail('no Redis'), 'SIGKILL');
    });
    assert.equal(code, 1, text);
    assert.match(text, /redis-server ended: SIGKILL/);
  });

  it('starts the collector, shows the machine as that tells it, and has all of it watched by what is generated', async function () {
    if (!['prometheus', 'prometheus-alertmanager'].every(has)) this.skip();
    const { text, code } = await withDemo(async (running) => {
      const { collector, said, stop } = running;
      await eventually(async () => {
        const { body } = await ask(collector.metrics);
        assert.match(body, /^target_info\{.*service_name="autonomica-collector"/m);
        assert.match(body, /^system_memory_usage_bytes\{system_memory_state="used"\} [1-9]/m);
      }, 20_000);
      await eventually(
        () =>
          assert.match(said(), /^ +\S+ {2}host +cpu [\d.]+ % .*load [\d.]+ .*memory [\d.]+ [MG]B of [\d.]+ GB .*network in \d.* out \d/m),
        20_000,
      );
      await eventually(() => assertWatched(running), 40_000);
      await eventually(() => assert.match(running.said(), /^✓ Prometheus \S+: version \S+, 7 of 7 targets up/m), 40_000);
      stop('SIGINT');
    });
    assert.equal(code, 0, text);
  });

  it('ends when the collector ends, and says why', async () => {
    const { text, code } = await withDemo(async ({ collector }) => {
      process.kill(collector.pid, 'SIGKILL');
    });
    assert.equal(code, 1, text);
    assert.match(text, /collector ended: SIGKILL/);
  });

  it('ends when a service ends, says why, and leaves nothing either', async () => {
    const { text, code } = await withDemo(async ({ models }) => {
      process.kill(models.pid, 'SIGKILL');
    });
    assert.equal(code, 1, text);
    assert.match(text, /models ended: SIGKILL/);
  });
});
