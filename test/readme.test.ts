import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './e2e/client.ts';
import { eventually } from './e2e/eventually.ts';
import { environment, project, run, versionOf } from './e2e/scratch.ts';
import { pointsOf, Receiver } from './e2e/receiver.ts';
import { Service } from './e2e/service.ts';
import { assertPrinted, blocksOf, freePort, outputOf, textOf, write } from './pages.ts';

describe('what the pages show', () => {
  let folder: string;
  before(async () => {
    folder = await project(`express@${versionOf('express')}`, `mocha@${versionOf('mocha')}`);
    for (const page of ['README.md', 'docs/define-metrics.md', 'docs/endpoint.md']) write(page, folder);
  });

  async function started(file: string): Promise<{ service: Service; url: string }> {
    const port = await freePort();
    const service = new Service({ cwd: folder, file, flag: '--require', env: { PORT: String(port), OTEL_SERVICE_NAME: '' } });
    return { service, url: `http://127.0.0.1:${port}` };
  }

  it('README: the first lines, and what curl prints', async () => {
    const [first] = blocksOf('README.md');
    assert.deepEqual(first?.text.trim().split('\n'), [
      'npm i @autonomica/metrics',
      'node --require @autonomica/metrics/instrumentation server.js',
      'curl localhost:9464/metrics',
    ]);
    const { service, url } = await started('server.js');
    await eventually(async () => assert.equal((await ask(`${url}/users/7`)).status, 200));
    await eventually(async () => assertPrinted(outputOf('README.md'), await service.scrape()));
    await service.stop();
  });

  it('README: the examples for mocha and node:test', async () => {
    const mocha = await run(join(folder, 'node_modules', '.bin', 'mocha'), ['shop.test.mjs'], folder);
    assert.match(mocha.stdout, /1 passing/, mocha.stdout + mocha.stderr);
    const node = await run(process.execPath, ['--test', 'shop.node-test.mjs'], folder);
    assert.match(node.stdout, /pass 1\b/, node.stdout + node.stderr);
    assert.equal(mocha.code + node.code, 0);
  });

  it('docs/define-metrics.md', async () => {
    const { stdout, stderr } = await run(process.execPath, ['queue.mjs'], folder);
    assert.equal(stdout, outputOf('docs/define-metrics.md'), stderr);
  });

  it('docs/endpoint.md: a probe, and a port of its own', async () => {
    writeFileSync(join(folder, 'with-probe.mjs'), "import './ready.mjs';\nimport './asked.mjs';\nimport './own.mjs';\n");
    const { service, url } = await started('with-probe.mjs');
    await eventually(async () => assert.equal((await service.endpoint('/-/ready')).body, outputOf('docs/endpoint.md')));
    await eventually(async () => assertPrinted(outputOf('docs/endpoint.md', 'asked.mjs'), await service.scrape()));
    await eventually(async () => assert.match((await ask(`${url}/internal/metrics`)).body, /^autonomica_probe_up\{.*database.*\} 0$/m));
    assert.equal((await ask(`${url}/other`)).body, 'hello');
    await eventually(async () => {
      const counts = [...(await service.scrape()).matchAll(/^http_server_request_duration_seconds_count\{.*\} (\d+)$/gm)].map(([, n]) => n);
      assert.deepEqual(counts, ['1']);
    });
    await service.stop();
  });

  it('docs/batch.md: a job that pushes at its end', async () => {
    const receiver = new Receiver();
    const url = await receiver.listen();
    const cwd = await project('@opentelemetry/exporter-metrics-otlp-http@0.301.0');
    write('docs/batch.md', cwd);
    const env = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    const job = new Service({ cwd, file: 'job.mjs', flag: '--require', env });
    assert.deepEqual(await job.ended, { code: 0, signal: null });
    assert.deepEqual([...pointsOf(receiver.last('shop.import.rows')).values()], [1000]);
    await receiver.close();
  });

  it('docs/collector.md: the command, what curl prints, and Docker as run.sh has it', async () => {
    const page = 'docs/collector.md';
    const command = ['npm i @autonomica/metrics', 'npx autonomica-metrics collector', 'curl localhost:8000/metrics'];
    assert.deepEqual(blocksOf(page)[0]?.text.trim().split('\n'), command);
    const { stdout } = await run('npx', ['autonomica-metrics', 'collector', '--once'], folder);
    assert.notEqual(outputOf(page), '');
    assertPrinted(outputOf(page), stdout);
    const [shown, script] = [textOf(page), textOf('config/collector/run.sh')].map(
      (text) => /docker run (?:.*\\\n)+ *autonomica-collector/.exec(text)?.[0],
    );
    assert.ok(shown?.includes('--read-only'));
    assert.equal(script, shown);
  });

  it('docs/missing-metric.md: the status', async () => {
    const { service } = await started('server.js');
    const command = join(folder, 'node_modules', '.bin', 'autonomica-metrics');
    const { stdout, stderr } = await run(command, ['status', await service.address()], folder, environment);
    assertPrinted(outputOf('docs/missing-metric.md'), stdout + stderr);
    await service.stop();
  });
});
