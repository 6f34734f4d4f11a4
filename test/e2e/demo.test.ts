import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { environment, root } from './scratch.ts';

describe('the demo', () => {
  it('shows a service under load, and stops without leaving anything', async () => {
    const env = { ...environment, OTEL_EXPORTER_PROMETHEUS_PORT: '0' };
    const demo = spawn(process.execPath, ['examples/demo/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [demo.stdout, demo.stderr]) stream.setEncoding('utf8').on('data', (more: string) => (text += more));
    const ended = new Promise((resolve) => demo.once('close', (code, signal) => resolve({ code, signal })));
    const metrics = await eventually(() => {
      const [, url] = /metrics +(http:\/\/\S+)/.exec(text) ?? [];
      assert.ok(url, text);
      return url.replace('localhost', '127.0.0.1');
    }, 20_000);
    const [, pid] = await eventually(() => {
      const found = /pid (\d+)/.exec(text);
      assert.ok(found, text);
      return found;
    });
    await eventually(async () => {
      const { body } = await ask(metrics);
      assert.match(body, /^http_server_request_duration_seconds_bucket\{.*http_route="\/agents\/:id".*\} [1-9]/m);
      assert.match(body, /^process_memory_usage_bytes \d/m);
      assert.match(body, /^system_memory_usage_bytes\{.*\} \d/m);
    }, 20_000);
    demo.kill('SIGINT');
    assert.deepEqual(await within('its end', ended, 15_000), { code: 0, signal: null }, text);
    assert.match(text, /stopped/);
    assert.throws(() => process.kill(Number(pid), 0), /ESRCH/);
  });
});
