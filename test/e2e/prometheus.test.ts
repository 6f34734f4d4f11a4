import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { scratch, withExpress5 } from './scratch.ts';
import { services } from './service.ts';

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** What promtool's lint says of names that the semantic conventions give, and why they stay. */
const accepted: readonly RegExp[] = [];

describe('a real Prometheus (Debian package prometheus)', () => {
  const start = services();

  it('counts exactly the requests that were sent', async function () {
    if (!has('prometheus')) this.skip();
    const requests = 3_000;
    const service = start({ cwd: await withExpress5(), file: 'express.cjs', flag: '--require' });
    const target = new URL(await service.address()).port;
    const folder = mkdtempSync(join(scratch(), 'prometheus-'));
    const jobs = `scrape_configs: [{ job_name: service, static_configs: [{ targets: ['127.0.0.1:${target}'] }] }]`;
    writeFileSync(join(folder, 'prometheus.yml'), `global: { scrape_interval: 1s }\n${jobs}\n`);
    const port = await freePort();
    const prometheus = spawn(
      'prometheus',
      [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`],
      { stdio: 'ignore' },
    );
    try {
      const query = async (promql: string): Promise<string | undefined> => {
        const { body } = await ask(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(promql)}`);
        const { data } = JSON.parse(body) as { data: { result: { value: [number, string] }[] } };
        return data.result[0]?.value[1];
      };
      await eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}/-/ready`)).status, 200), 20_000);
      const agent = new Agent({ keepAlive: true, maxSockets: 20 });
      const url = await service.url();
      await Promise.all(Array.from({ length: requests }, (_, i) => ask(`${url}/api/customers/${i}/orders/${i}`, { agent })));
      agent.destroy();
      await eventually(async () => {
        assert.equal(await query('sum(http_server_request_duration_seconds_count)'), String(requests));
        assert.equal(await query('up'), '1');
        assert.equal(await query('count(count by (http_route) (http_server_request_duration_seconds_count))'), '1');
      }, 30_000);
    } finally {
      const ended = new Promise((resolve) => prometheus.once('exit', resolve));
      prometheus.kill('SIGTERM');
      await within('the end of prometheus', ended);
    }
  });

  it('has a linter that finds nothing wrong (promtool)', async function () {
    if (!has('promtool')) this.skip();
    const service = start({
      cwd: await withExpress5(),
      file: 'express.cjs',
      flag: '--require',
      env: { OTEL_LOG_LEVEL: 'info', AUTONOMICA_METRICS_HOST: 'true' },
    });
    await ask(await service.url('/api/customers/5/orders/6'));
    await service.scrape();
    const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: await service.scrape(), encoding: 'utf8' });
    const complaints = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !accepted.some((each) => each.test(line)));
    assert.deepEqual(complaints, []);
  });
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
