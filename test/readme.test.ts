import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ask } from './e2e/client.ts';
import { eventually } from './e2e/eventually.ts';
import { environment, project, root, run, versionOf } from './e2e/scratch.ts';
import { Service } from './e2e/service.ts';

interface Block {
  readonly info: string;
  readonly text: string;
}

const blocksOf = (page: string): Block[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```([^\n]*)\n([^]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }));

const outputOf = (page: string): string => blocksOf(page).find(({ info }) => info.endsWith(' output'))?.text ?? '';

/** Writes the files that a page shows. */
function write(page: string, folder: string): void {
  for (const { info, text } of blocksOf(page)) {
    const [, name] = /file=(\S+)/.exec(info) ?? [];
    if (name !== undefined) writeFileSync(join(folder, name), text);
  }
}

/** Numbers differ from run to run, and so does the machine; so does where the port comes from. Names do not. */
const shape = (line: string): string =>
  line
    .replace(/(?<=[ :])\d[\d.e+-]*(?=$|,| )/g, 'N')
    .replace(/Node \S+/g, 'Node N')
    .replace(/ (default|environment)$/, ' SOURCE')
    .replaceAll(/ +/g, ' ')
    .trim();

/** Every line that a page shows was printed, in this order. */
function assertPrinted(shown: string, printed: string): void {
  const lines = printed.split('\n').map(shape);
  let from = 0;
  for (const line of shown.split('\n').filter((each) => each.trim() !== '')) {
    const at = lines.indexOf(shape(line), from);
    assert.notEqual(at, -1, `not printed, or not in this place: ${line}\n\nprinted:\n${printed}`);
    from = at + 1;
  }
}

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

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
    assert.notEqual(outputOf('README.md'), '');
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
    writeFileSync(join(folder, 'with-probe.mjs'), "import './ready.mjs';\nimport './own.mjs';\n");
    const { service, url } = await started('with-probe.mjs');
    await eventually(async () => assert.equal((await service.endpoint('/-/ready')).body, outputOf('docs/endpoint.md')));
    await eventually(async () => assert.match((await ask(`${url}/internal/metrics`)).body, /^autonomica_probe_up\{.*database.*\} 0$/m));
    assert.equal((await ask(`${url}/other`)).body, 'hello');
    await eventually(async () => {
      const counts = [...(await service.scrape()).matchAll(/^http_server_request_duration_seconds_count\{.*\} (\d+)$/gm)].map(([, n]) => n);
      assert.deepEqual(counts, ['1']);
    });
    await service.stop();
  });

  it('docs/missing-metric.md: the status', async () => {
    const { service } = await started('server.js');
    const command = join(folder, 'node_modules', '.bin', 'autonomica-metrics');
    const { stdout, stderr } = await run(command, ['status', await service.address()], folder, environment);
    assert.notEqual(outputOf('docs/missing-metric.md'), '');
    assertPrinted(outputOf('docs/missing-metric.md'), stdout + stderr);
    await service.stop();
  });
});
