import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './client.ts';
import { eventually } from './eventually.ts';
import { valueOf } from './points.ts';
import { root, withExpress5 } from './scratch.ts';
import { services } from './service.ts';

const file = join(root, 'test', 'golden', 'express.prom');
/** Written anew with `GOLDEN=write`, and then read by whoever commits it. */
const writes = process.env['GOLDEN'] === 'write';

/** A scrape without what differs from run to run and from machine to machine: which is no name, no label, no count of requests. */
const stable = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/cpu_logical_number="[1-9]|v8js_(gc|resource)|v8js_heap_space_name="(?!old_space)/.test(line))
    .map((line) => line.replace(/(host_name|host_arch|os_type|process_runtime_version|server_port)="[^"]*"/g, '$1="…"'))
    .map((line) =>
      /^(#|http_server_request_duration_seconds_count|http_server_active|autonomica_lines|autonomica_scrapes_total)/.test(line)
        ? line
        : line.replace(/ [-+.e\d]+$/, ' …'),
    )
    .join('\n');

describe('a whole scrape', () => {
  const start = services();

  it('is what the golden file has', async () => {
    // the same container on every machine, whatever that is itself
    const env = { AUTONOMICA_METRICS_HOST: 'false', AUTONOMICA_METRICS_ROOTFS: join(root, 'test', 'fixtures', 'roots', 'docker-v2') };
    const service = start({ cwd: await withExpress5(), file: 'express.cjs', flag: '--require', env });
    for (const path of ['/api/customers/5/orders/6', '/api/customers/7/orders/8', '/nowhere']) await ask(await service.url(path));
    await eventually(async () =>
      assert.equal(valueOf(await service.scrape(), 'http_server_active_requests', { http_request_method: 'GET' }), 0),
    );
    const before = await service.scrape();
    const scrapes = valueOf(before, 'autonomica_scrapes_total', { autonomica_scrape_outcome: 'complete' });
    const scrape = stable(await service.scrape()).replace(
      /(autonomica_scrapes_total\{.*\}) (\d+)/,
      (_, series: string, n: string) => `${series} ${Number(n) - scrapes}`,
    );
    if (writes) writeFileSync(file, scrape);
    assert.equal(scrape, readFileSync(file, 'utf8'));
  });
});
