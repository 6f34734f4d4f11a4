import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Agent } from 'node:http';
import { ask } from './client.ts';
import { eventually } from './eventually.ts';
import { has, Prometheus } from './prometheus.ts';
import { withExpress5 } from './scratch.ts';
import { services } from './service.ts';

/** What promtool's lint says of names that the semantic conventions give, and why they stay. */
const accepted: readonly RegExp[] = [
  // https://opentelemetry.io/docs/specs/semconv/system/process-metrics/
  /^process_(thread|unix_file_descriptor)_count non-histogram .* "_count" suffix$/,
  // https://opentelemetry.io/docs/specs/semconv/system/system-metrics/
  /^system_(cpu_logical|cpu_physical|network_connection|process)_count non-histogram .* "_count" suffix$/,
];

describe('a real Prometheus (Debian package prometheus)', () => {
  const start = services();

  it('counts exactly the requests that were sent', async function () {
    if (!has('prometheus')) this.skip();
    const requests = 3_000;
    const service = start({ cwd: await withExpress5(), file: 'express.cjs', flag: '--require' });
    const prometheus = await Prometheus.scraping(new URL(await service.address()).port);
    try {
      const query = async (promql: string): Promise<string | undefined> => (await prometheus.query(promql))[0]?.value[1];
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
      await prometheus.stop();
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
