import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { connect, createServer } from 'node:net';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from '../../src/exposition/parse.ts';
import { ask, Wire } from './client.ts';
import { eventually, within } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { project, root, run, withApi110, withApi19, withExpress5 } from './scratch.ts';
import { type Service, services } from './service.ts';

const flag = '--require';
const rootOf = (tree: string): string => join(root, 'test', 'fixtures', 'roots', tree);
const textType = 'text/plain; version=0.0.4; charset=utf-8';

describe('the endpoint', () => {
  const start = services();
  let cwd: string;
  let service: Service;
  before(async () => {
    cwd = await withExpress5();
    service = start({ cwd, file: 'plain.cjs', flag });
    await service.url();
  });

  it('answers GET and HEAD in the text format, and says what else there is', async () => {
    const got = await service.endpoint('/metrics?name=x');
    assert.deepEqual(
      [got.status, got.headers['content-type'], got.headers['content-length']],
      [200, textType, String(Buffer.byteLength(got.body))],
    );
    const head = await service.endpoint('/metrics', { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers['content-type'], head.body], [200, textType, '']);
    assert.ok(Number(head.headers['content-length']) > 1_000);
    const missing = await service.endpoint('/metrics/');
    assert.equal(missing.status, 404);
    assert.match(missing.body, /\/metrics \/-\/healthy \/-\/ready/);
    for (const path of ['/metrics', '/-/healthy', '/']) {
      const refused = await service.endpoint(path, { method: 'DELETE' });
      assert.deepEqual([refused.status, refused.headers.allow], [405, 'GET, HEAD']);
      assert.equal((await service.endpoint(`${path}elsewhere`, { method: 'DELETE' })).status, 404);
    }
    assert.deepEqual([(await service.endpoint('/-/healthy')).body, (await service.endpoint('/-/ready')).body], ['healthy\n', 'ready\n']);
  });

  it('keeps a connection for the next request, but not while somebody goes on sending', async () => {
    const agent = new Agent({ keepAlive: true });
    for (const method of ['GET', 'DELETE']) {
      const { headers } = await service.endpoint('/-/healthy', { method, agent });
      assert.equal(headers.connection, 'keep-alive', method);
    }
    agent.destroy();
    for (const [path, status] of [
      ['/metrics', 405],
      ['/elsewhere', 404],
    ] as const) {
      const wire = new Wire((await service.address()).replace('localhost', '127.0.0.1'));
      wire.socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100000000\r\n\r\nbegun`);
      await within('the end of the connection', wire.closed);
      assert.deepEqual(wire.statuses, [status]);
      assert.match(wire.received, /^connection: close\r$/im);
    }
  });

  it('has resource attributes on every series where that is asked for', async () => {
    const env = {
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging,service.version=1.2',
      AUTONOMICA_METRICS_RESOURCE_LABELS: 'service.name,deployment.environment.name,service.version,nowhere',
    };
    const labelled = start({ cwd, file: 'plain.cjs', flag, env });
    await ask(await labelled.url());
    const expected = { deployment_environment_name: 'staging', service_name: 'e2e', service_version: '1.2' };
    await eventually(async () => assert.equal(points(await labelled.scrape(), 'http_server_request_duration_seconds').length, 1));
    for (const { name, rows } of parse(await labelled.scrape()))
      for (const { labels } of rows) assert.partialDeepStrictEqual(Object.fromEntries(labels), expected, name);
    const problem = 'the resource has no "nowhere": set it in OTEL_RESOURCE_ATTRIBUTES';
    assert.ok(labelled.said.includes(`@autonomica/metrics: ignored: AUTONOMICA_METRICS_RESOURCE_LABELS: ${problem}`), labelled.stderr);
  });

  it('tells the container it is in, by its numbers and who it is, on request on every series', async () => {
    const env = {
      AUTONOMICA_METRICS_ROOTFS: rootOf('docker-v2'),
      AUTONOMICA_METRICS_RESOURCE_LABELS: 'container.id,container.runtime.name',
    };
    const inside = start({ cwd, file: 'plain.cjs', flag, env });
    const text = await inside.scrape();
    const id = '4e1f0c0c6c2b7d5b0b7a9d9f6f3a2e1d0c9b8a7f6e5d4c3b2a1f0e9d8c7b6a5f';
    for (const { name, rows } of parse(text))
      for (const { labels } of rows)
        assert.partialDeepStrictEqual(Object.fromEntries(labels), { container_id: id, container_runtime_name: 'docker' }, name);
    assert.equal(valueOf(text, 'autonomica_container_memory_limit_bytes'), 268435456);
    assert.equal(valueOf(text, 'autonomica_reading_up', { autonomica_reading_name: 'container' }), 1);
    assert.ok(!inside.said.some((line) => line.includes('RESOURCE_LABELS')), inside.stderr);
    assert.equal(points(text, 'system_memory_usage_bytes').length, 0, 'the machine is not its own');
  });

  it('compresses when asked to, and not otherwise', async () => {
    const { hostname: host, port } = new URL((await service.address()).replace('localhost', '127.0.0.1'));
    const raw = await new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(Number(port), host, () =>
        socket.write('GET /metrics HTTP/1.1\r\nhost: x\r\naccept-encoding: br, gzip;q=0.5\r\nconnection: close\r\n\r\n'),
      );
      socket
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', () => resolve(Buffer.concat(chunks)))
        .on('error', reject);
    });
    const at = raw.indexOf('\r\n\r\n');
    assert.match(raw.subarray(0, at).toString(), /content-encoding: gzip/i);
    assert.match(gunzipSync(raw.subarray(at + 4)).toString(), /^# HELP target_info/);
    for (const encoding of ['identity', 'gzip;q=0', 'br'])
      assert.equal(
        (await service.endpoint('/metrics', { headers: { 'accept-encoding': encoding } })).headers['content-encoding'],
        undefined,
      );
  });

  it('is on 127.0.0.1 and ::1 alike', async () => {
    const address = await service.address();
    assert.equal((await ask(address.replace('localhost', '127.0.0.1') + '/-/healthy')).status, 200);
    assert.equal((await ask(address.replace('localhost', '[::1]') + '/-/healthy')).status, 200);
  });

  it('says who is measured, without arguments, user or paths', async () => {
    const secret = start({ cwd, file: 'plain.cjs', flag, args: ['--token=hunter2'], env: { OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b' } });
    const [info] = points(await secret.scrape(), 'target_info');
    assert.deepEqual([info?.labels['service_name'], info?.labels['team'], info?.labels['host_name']], ['e2e', 'a b', hostname()]);
    const said = JSON.stringify(info);
    for (const word of ['hunter2', cwd, process.execPath, `"${userInfo().username}"`]) assert.ok(!said.includes(word), word);
  });

  it('takes a free port when its own is taken, and says which variable to set', async () => {
    const port = new URL(await service.address()).port;
    const second = start({ cwd, file: 'plain.cjs', flag, env: { OTEL_EXPORTER_PROMETHEUS_PORT: port } });
    const [, taken, used] = await second.printed(
      /port (\d+) is taken, serving (\S+)\/metrics instead: set OTEL_EXPORTER_PROMETHEUS_PORT/,
      'stderr',
    );
    assert.equal(taken, port);
    assert.equal((await ask(`${(used as string).replace('localhost', '127.0.0.1')}/-/healthy`)).status, 200);
    assert.equal(second.said.length, 1);
  });

  it('moves to its own port when that is free, and says where it is in the log and in a metric', async () => {
    const first = start({ cwd, file: 'plain.cjs', flag });
    const { port } = new URL(await first.address());
    const next = start({ cwd, file: 'plain.cjs', flag, env: { OTEL_EXPORTER_PROMETHEUS_PORT: port } });
    const [, url] = await next.printed(/serving (\S+)\/metrics instead/, 'stderr');
    const at = (address: string): Promise<string> => ask(`${address.replace('localhost', '127.0.0.1')}/metrics`).then(({ body }) => body);
    const where = (text: string): unknown =>
      points(text, 'autonomica_endpoint_info').map(({ labels }) => [labels['server_address'], labels['server_port']]);
    assert.deepEqual(where(await at(url as string)), [['localhost', new URL(url as string).port]]);
    await first.stop();
    await next.printed(new RegExp(`port ${port} is free again, serving http://localhost:${port}/metrics`), 'stderr');
    assert.deepEqual(where(await at(`http://localhost:${port}`)), [['localhost', port]]);
    await assert.rejects(at(url as string), { code: 'ECONNREFUSED' });
    assert.equal(next.said.length, 2);
  });

  it('says once that nobody outside a container reaches it, unless somebody does', async () => {
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1' };
    const inside = start({ cwd, file: 'plain.cjs', flag, env });
    await inside.printed(
      /nobody outside this container \(KUBERNETES_SERVICE_HOST\) can scrape http:\/\/localhost:\d+\/metrics: set OTEL_EXPORTER_PROMETHEUS_HOST=0\.0\.0\.0/,
      'stderr',
    );
    await inside.scrape();
    assert.equal(inside.said.length, 2);
    const reachable = start({ cwd, file: 'plain.cjs', flag, env: { ...env, OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1' } });
    await reachable.scrape();
    assert.equal(reachable.said.length, 2);
  });

  it('that can not listen is one line, and the application serves', async () => {
    const lost = start({ cwd, file: 'plain.cjs', flag, env: { OTEL_EXPORTER_PROMETHEUS_HOST: '203.0.113.7' } });
    assert.equal((await ask(await lost.url('/'))).status, 200);
    await lost.printed(/the endpoint can not listen on 203\.0\.113\.7: .*set OTEL_EXPORTER_PROMETHEUS_HOST/, 'stderr');
  });

  it('names every wrong variable in one line and in a metric', async () => {
    const wrong = start({
      cwd,
      file: 'plain.cjs',
      flag,
      env: { OTEL_SERVICE_NAME: '', OTEL_SDK_DISABLED: 'perhaps', AUTONOMICA_METRICS_HOST: 'no', AUTONOMICA_METRICS_MAX_LINES: 'many' },
    });
    const text = await wrong.scrape();
    const [ignored, named, ...rest] = wrong.said;
    assert.match(
      String(ignored),
      /ignored: OTEL_SDK_DISABLED: "perhaps" is not .*AUTONOMICA_METRICS_HOST: "no" is not .*AUTONOMICA_METRICS_MAX_LINES: "many" is not/,
    );
    assert.match(String(named), /set OTEL_SERVICE_NAME/);
    assert.equal(rest.length, 1);
    assert.deepEqual(
      points(text, 'autonomica_setting_rejected').map(({ labels }) => labels['autonomica_variable']),
      ['OTEL_SDK_DISABLED', 'AUTONOMICA_METRICS_HOST', 'AUTONOMICA_METRICS_MAX_LINES'],
    );
    assert.equal(points(text, 'target_info')[0]?.labels['service_name'], 'unknown_service:node');
    assert.ok(valueOf(text, 'system_memory_usage_bytes', { system_memory_state: 'used' }) > 0);
  });

  it('never keeps the process alive, not even with a scraper connected', async () => {
    const ends = start({ cwd, file: 'ends.cjs', flag });
    const { port } = new URL(await ends.address());
    const scraper = connect(Number(port), '127.0.0.1');
    scraper.on('error', () => {}).write('GET /-/healthy HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => scraper.once('data', resolve));
    ends.child.stdin?.end();
    assert.deepEqual(await within('its end', ends.ended), { code: 0, signal: null });
    assert.equal(ends.stdout.split('\n').at(-2), 'closed');
    scraper.destroy();
  });

  it('names a probe that fails, and is not ready', async () => {
    const probed = start({ cwd, file: 'probes.cjs', flag });
    await eventually(async () => {
      const { status, body } = await probed.endpoint('/-/ready');
      assert.deepEqual([status, body], [503, 'not ready: database: no connection\n']);
    });
    const text = await probed.scrape();
    const up = (probe: string): number => valueOf(text, 'autonomica_probe_up', { autonomica_probe_name: probe });
    assert.deepEqual([up('database'), up('cache')], [0, 1]);
  });

  it('tells why a metric is missing, on a page, as JSON and in the terminal', async () => {
    const env = { AUTONOMICA_METRICS_HOST: 'false', AUTONOMICA_METRICS_ROOTFS: rootOf('docker-host') };
    const off = start({ cwd, file: 'plain.cjs', flag, env });
    await ask(await off.url('/'));
    assert.equal(points(await off.scrape(), 'system_memory_usage_bytes').length, 0);
    const page = await off.endpoint('/', { headers: { accept: 'text/html' } });
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.match(page.body, /<td>express<\/td>.*library not loaded/);
    const status = JSON.parse((await off.endpoint('/', { headers: { accept: 'application/json' } })).body) as {
      instrumentations: { name: string; state: string; detail: string }[];
    };
    assert.deepEqual(
      status.instrumentations.map(({ name, state }) => `${name}: ${state}`),
      [
        'http-server: attached',
        'http2-server: attached',
        'express: library not loaded',
        'fastify: library not loaded',
        'koa: library not loaded',
        'hapi: library not loaded',
        'hono: library not loaded',
        'http-client: attached',
        'undici: attached',
        'pg: library not loaded',
        'mysql2: library not loaded',
        'mongodb: library not loaded',
        'redis: library not loaded',
        'ioredis: library not loaded',
        'bullmq: library not loaded',
        'pg-boss: library not loaded',
        'ai: library not loaded',
        'langchain: library not loaded',
        'openai: library not loaded',
        'anthropic: library not loaded',
        'runtime: attached',
        'process: attached',
        'machine: switched off',
        'container: switched off',
      ],
    );
    const command = join(cwd, 'node_modules', '.bin', 'autonomica-metrics');
    const { stdout, code } = await run(command, ['status', await off.address()], cwd);
    assert.equal(code, 0);
    assert.match(stdout, /machine +\S+ +switched off +by AUTONOMICA_METRICS_HOST/);
    assert.match(stdout, /container +\S+ +switched off +not in a container/);
    assert.match(stdout, /http_server_request_duration_seconds +histogram +1 of 400/);
    assert.match(stdout, /system_memory_usage_bytes +updown +no data yet/);
    assert.match(stdout, /AUTONOMICA_METRICS_HOST +false +environment/);
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const address = free.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => free.close(resolve));
    const none = await run(command, ['status', `http://127.0.0.1:${port}`], cwd);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /nothing to read at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  it('can be mounted on routes of the application, whose traffic a scrape then is not', async () => {
    const mounted = start({ cwd, file: 'mounted.cjs', flag });
    for (const path of ['/http', '/express', '/fetch']) {
      const { status, headers, body } = await ask(await mounted.url(path));
      assert.deepEqual([status, headers['content-type']], [200, textType]);
      assert.match(body, /^process_memory_usage_bytes \d+$/m);
    }
    await eventually(async () => {
      const text = await mounted.scrape();
      const counted = points(text, 'http_server_request_duration_seconds').reduce((sum, { value }) => sum + value, 0);
      assert.deepEqual([counted, valueOf(text, 'http_server_active_requests')], [1, 0], 'the fetch-style one only');
    });
  });
});

for (const [api, apiProject] of [
  ['1.9', withApi19],
  ['1.10', withApi110],
] as const)
  describe(`an application with a copy of the API, ${api}`, () => {
    const start = services();
    for (const file of ['observed.cjs', 'observed.mjs'])
      it(`is measured by us; a callback that never settles leaves out its metric alone (${file})`, async () => {
        const service = start({ cwd: await apiProject(), file, flag });
        for (let scrapes = 0; scrapes < 2; scrapes++) {
          const text = await within('a scrape', service.scrape());
          assert.equal(valueOf(text, 'shop_stock', { aisle: 'a' }), 7);
          assert.equal(valueOf(text, 'shop_orders_total', { payment: 'card' }), 3);
          assert.ok(valueOf(text, 'process_memory_usage_bytes') > 0);
          assert.equal(points(text, 'shop_stuck').length, 0);
          assert.equal(
            valueOf(text, 'autonomica_callback_failures_total', { autonomica_metric_name: 'shop.stuck', autonomica_reason: 'late' }),
            1,
          );
        }
        assert.equal((await ask(await service.url())).status, 200);
      });
  });

describe('scrapes', () => {
  const start = services();
  it('that come together share one collection, and one that can not wait gets what is there', async () => {
    const service = start({ cwd: await withApi110(), file: 'slow.cjs', flag });
    const together = await Promise.all(Array.from({ length: 5 }, () => service.scrape()));
    assert.deepEqual(new Set(together.map((text) => valueOf(text, 'shop_calls'))), new Set([1]));
    const [hasty] = await Promise.all([
      service.endpoint('/metrics', { headers: { 'x-prometheus-scrape-timeout-seconds': '0.55' } }),
      service.scrape(),
    ]);
    assert.equal(hasty.status, 200);
    assert.ok(valueOf(await service.scrape(), 'autonomica_scrapes_total', { autonomica_scrape_outcome: 'partial' }) >= 1);
  });

  it('need nothing but the package', async () => {
    const { stdout, code } = await run(
      process.execPath,
      ['-e', "import('@autonomica/metrics').then(({ readMetrics }) => console.log(readMetrics().length))"],
      await project(),
    );
    assert.deepEqual([code, stdout], [0, '0\n']);
  });
});
