import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { eventually } from './eventually.ts';
import { points } from './points.ts';
import { project } from './scratch.ts';
import { type Service, services } from './service.ts';

const withUndici = (): Promise<string> => project('undici@8.13.1');

/** Requests that were sent, by scheme, method, status and error. */
function sent(text: string): Readonly<Record<string, number>> {
  const counts = points(text, 'http_client_request_duration_seconds').map(({ labels, value }): [string, number] => {
    const { url_scheme: scheme, http_request_method: method, http_response_status_code: status = '-', error_type: error } = labels;
    return [[scheme, method, status, ...(error === undefined ? [] : [error])].join(' '), value];
  });
  const sums: Record<string, number> = {};
  for (const [key, count] of counts) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}

const expected = {
  'http GET - ECONNREFUSED': 2,
  'http GET - ECONNRESET': 1,
  'http GET - TimeoutError': 1,
  'http GET - aborted': 1,
  'http GET - ERR_INVALID_URL': 1,
  'http GET - ERR_SOCKET_BAD_PORT': 1,
  'http GET 101': 1,
  'http GET 200': 11,
  'http GET 200 aborted': 2,
  'http GET 500 500': 2,
  'http POST 404 404': 1,
  'https GET 200': 2,
};

describe('requests that an application sends', () => {
  const start = services();
  let cwd: string;
  let args: string[];
  before(async () => {
    cwd = await withUndici();
    const target = start({ cwd, file: 'target.cjs' });
    const url = await target.url();
    const [, secure] = await target.printed(/^secure (\d+)$/m);
    args = [url, `https://127.0.0.1:${secure}`];
  });

  const saw = async (service: Service): Promise<string> => (await service.printed(/^\[".*$/m))[0];

  for (const file of ['sends.cjs', 'sends.mjs'])
    for (const flag of ['--require', '--import'] as const)
      it(`are counted once each, and sent and answered as without us: ${file}, ${flag}`, async () => {
        const bare = start({ cwd, file, args });
        const service = start({ cwd, file, args, flag });
        assert.equal(await saw(service), await saw(bare));
        await eventually(async () => assert.deepEqual(sent(await service.scrape()), expected));
      });

  it('are counted once each by whatever function of node:https, which is not loaded before the application has it', async () => {
    const secure = new URL('/', args[1]);
    const starting = { cwd, file: 'secure-late.cjs', args: [secure.href] } as const;
    const bare = start(starting);
    const service = start({ ...starting, flag: '--require' });
    assert.equal(await saw(service), await saw(bare));
    await service.printed(/^loaded false$/m);
    await eventually(async () => {
      const text = await service.scrape();
      assert.deepEqual(sent(text), { 'https GET 200': 5, 'https POST 200': 1 });
      const to = points(text, 'http_client_request_duration_seconds').map(
        ({ labels: { server_address: address, server_port: port } }) => `${address} ${port}`,
      );
      assert.deepEqual([...new Set(to)], [`127.0.0.1 ${secure.port}`]);
    });
  });

  it('are not measured where that is switched off, and nothing is exposed', async () => {
    const env = { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http,undici' };
    const service = start({ cwd, file: 'sends.cjs', args, flag: '--require', env });
    await saw(service);
    assert.doesNotMatch(await service.scrape(), /http_(client|server)/);
  });

  it('go to no more hosts than the metric has room for', async () => {
    writeFileSync(
      `${cwd}/hosts.cjs`,
      `const http = require('node:http');
const server = http.createServer((_, response) => response.end()).listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const lookup = (_host, options, found) => found(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);
  for (let i = 0; i < 200; i++)
    await new Promise((resolve) => http.get({ host: 'host-' + i + '.test', port, lookup, agent: false }, (response) => response.resume().on('end', resolve)));
  console.log('listening ' + port);
});`,
    );
    const service = start({ cwd, file: 'hosts.cjs', flag: '--require' });
    await service.url();
    const all = points(await service.scrape(), 'http_client_request_duration_seconds');
    assert.equal(all.length, 51);
    assert.equal(
      all.reduce((sum, { value }) => sum + value, 0),
      200,
    );
    assert.equal(all.find(({ labels }) => labels['server_address'] === 'other')?.value, 150);
  });
});
