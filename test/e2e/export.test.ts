import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { pointsOf, Receiver } from './receiver.ts';
import { project, versionOf } from './scratch.ts';
import { Service, services } from './service.ts';

const otlp = (protocol: string): Promise<string> =>
  project(`express@${versionOf('express')}`, `@opentelemetry/exporter-metrics-otlp-${protocol}@0.301.0`);

describe('metrics that are pushed', () => {
  const start = services();
  const receivers: Receiver[] = [];
  after(() => Promise.all(receivers.map((each) => each.close())));

  async function received(): Promise<{ receiver: Receiver; url: string }> {
    const receiver = new Receiver();
    receivers.push(receiver);
    return { receiver, url: await receiver.listen() };
  }

  it('have the same numbers as a scrape', async () => {
    const { receiver, url } = await received();
    const env = {
      OTEL_METRICS_EXPORTER: 'otlp,prometheus',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    };
    const service = start({ cwd: await otlp('http'), file: 'express.cjs', flag: '--require', env });
    for (const path of ['/users/1', '/users/2', '/nowhere', '/red']) await ask(await service.url(path));
    await eventually(async () => {
      const scrape = await service.scrape();
      const scraped = new Map(
        points(scrape, 'http_server_request_duration_seconds').map(({ labels, value }): [string, number] => {
          const named = {
            'http.request.method': labels['http_request_method'],
            'http.response.status_code': labels['http_response_status_code'],
            'http.route': labels['http_route'],
            'network.protocol.version': labels['network_protocol_version'],
            'url.scheme': labels['url_scheme'],
          };
          return [JSON.stringify(named), value];
        }),
      );
      assert.equal(scraped.size, 3);
      assert.deepEqual(pointsOf(receiver.last('http.server.request.duration')), scraped);
    });
    assert.equal(receiver.last('http.server.request.duration')?.histogram?.aggregationTemporality, 2);
    assert.equal(receiver.last('http.server.request.duration')?.unit, 's');
    assert.equal(receiver.last('process.cpu.time')?.sum?.isMonotonic, true);
    assert.equal([...pointsOf(receiver.last('nodejs.eventloop.delay'))].length, 3);
    const scrape = await service.scrape();
    assert.deepEqual(points(scrape, 'http_client_request_duration_seconds'), [], 'pushes are not counted as sent');
    assert.ok(valueOf(scrape, 'autonomica_exports_total', { autonomica_exporter: 'otlp', autonomica_export_outcome: 'complete' }) > 0);
    const [request] = receiver.requests;
    const service_name = request?.resourceMetrics[0]?.resource.attributes.find(({ key }) => key === 'service.name');
    assert.deepEqual(service_name?.value, { stringValue: 'e2e' });
  });

  it('are differences where the receiver wants them', async () => {
    const { receiver, url } = await received();
    const env = {
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
    };
    const cwd = await otlp('http');
    writeFileSync(
      join(cwd, 'job.mjs'),
      `import { counter, define, flush, shutdown } from '@autonomica/metrics';
const { rows } = define({ rows: counter({ name: 'job.rows', unit: '{row}', means: 'Rows.' }) });
rows.add(5);
await flush();
rows.add(2);
await shutdown();
console.log('done');
`,
    );
    const service = new Service({ cwd, file: 'job.mjs', flag: '--require', env });
    assert.deepEqual(await within('its end', service.ended), { code: 0, signal: null });
    assert.equal(service.stdout, 'done\n');
    const rows = receiver.requests.map(({ resourceMetrics }) =>
      resourceMetrics
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
        .filter(({ name }) => name === 'job.rows')
        .map(({ sum }) => [sum?.aggregationTemporality, sum?.dataPoints[0]?.asDouble]),
    );
    assert.deepEqual(rows, [[[1, 5]], [[1, 2]]]);
  });

  it('go as protobuf unless asked otherwise', async () => {
    const { receiver, url } = await received();
    const env = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_METRIC_EXPORT_INTERVAL: '1000' };
    const service = start({ cwd: await otlp('proto'), file: 'plain.cjs', flag: '--import', env });
    await eventually(() => assert.deepEqual(receiver.types.slice(0, 2), ['application/x-protobuf', 'application/x-protobuf']));
    assert.deepEqual(service.said, []);
  });

  it('go on being tried while nobody takes them, which is said once, and again when somebody does', async () => {
    const { receiver, url } = await received();
    receiver.status = 400;
    const env = {
      OTEL_METRICS_EXPORTER: 'prometheus,otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    };
    const service = start({ cwd: await otlp('http'), file: 'plain.cjs', flag: '--require', env });
    await eventually(async () =>
      assert.ok(valueOf(await service.scrape(), 'autonomica_exports_total', { autonomica_export_outcome: 'failed' }) > 2),
    );
    receiver.status = 200;
    await service.printed(/export by otlp works again/, 'stderr');
    const told = service.said.filter((line) => line.includes('export'));
    assert.equal(told.length, 2, service.stderr);
    assert.match(told[0] ?? '', /export by otlp fails, and goes on being tried: /);
  });

  it('need a package, which one line names', async () => {
    const env = { OTEL_METRICS_EXPORTER: 'otlp,prometheus', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    const service = start({ cwd: await otlp('http'), file: 'plain.cjs', flag: '--require', env });
    await service.printed(/needs a package/, 'stderr');
    assert.match(await service.scrape(), /process_cpu_time/);
    assert.deepEqual(
      service.said.filter((line) => !/ serving /.test(line)),
      [
        '@autonomica/metrics: OTEL_METRICS_EXPORTER=otlp needs a package that is not there: npm i @opentelemetry/exporter-metrics-otlp-grpc',
      ],
    );
  });

  it('are printed for the console', async () => {
    const service = start({
      cwd: await otlp('http'),
      file: 'plain.cjs',
      flag: '--require',
      env: { OTEL_METRICS_EXPORTER: 'console', OTEL_METRIC_EXPORT_INTERVAL: '1000' },
    });
    await service.printed(/name: 'nodejs\.eventloop\.time'/);
    assert.deepEqual(service.said, []);
  });

  it('are nowhere, and nothing listens, for none', async () => {
    const service = start({ cwd: await otlp('http'), file: 'plain.cjs', flag: '--require', env: { OTEL_METRICS_EXPORTER: 'none' } });
    assert.equal((await ask(await service.url())).status, 200);
    await service.stop();
    assert.deepEqual(service.said, []);
  });
});
