import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { get as getSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { ask, Wire } from './client.ts';
import { eventually } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { project, withExpress5 } from './scratch.ts';
import { services } from './service.ts';

/** Sends a body and gives the status; with `expect` the body waits for `100 Continue`. */
function post(url: string, body: string | readonly string[], headers: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      text(response).then(() => resolve(response.statusCode ?? 0), reject);
    });
    const send = (): void => {
      for (const chunk of [body].flat()) sent.write(chunk);
      sent.end();
    };
    sent.on('error', reject);
    if (headers['expect'] === undefined) send();
    else sent.on('continue', send);
  });
}

describe('a served request that is not one question and one answer', () => {
  const start = services();

  it('is counted once: 100-continue, early hints, streams, a body echoed; an upgrade is not', async () => {
    const service = start({ cwd: await withExpress5(), file: 'odd.cjs', flag: '--require' });
    await service.counts(
      async (url) => {
        assert.equal(await post(`${url}/body`, 'body', { expect: '100-continue', 'content-length': '4' }), 200);
        assert.equal(await post(`${url}/echo`, ['a', 'b', 'c']), 200);
        assert.equal((await ask(`${url}/early`)).body, 'four');
        assert.equal((await ask(`${url}/stream`)).body, 'onetwo');
        assert.equal((await ask(`${url}/unchanged`)).status, 304);
        assert.equal((await ask(`${url}/`, { method: 'HEAD' })).body, '');
        const wire = new Wire(url);
        wire.socket.write('GET /chat HTTP/1.1\r\nhost: test\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n');
        await eventually(() => assert.match(wire.received, /101 Switching/));
        wire.socket.write('hello');
        await wire.closed;
        assert.match(wire.received, /hello$/);
      },
      { 'POST - 200': 2, 'GET - 200': 2, 'GET - 304': 1, 'HEAD - 200': 1 },
    );
    const after = await service.scrape();
    for (const { value } of points(after, 'http_server_active_requests')) assert.equal(value, 0);
    assert.deepEqual(points(after, 'http_server_request_body_size_bytes'), []);
  });

  it('is counted over TLS as over none', async () => {
    const service = start({ cwd: await withExpress5(), file: 'secure.cjs', flag: '--require' });
    const secure = (await service.url('/')).replace('http:', 'https:');
    const asked = new Promise((resolve, reject) => {
      getSecure(secure, { rejectUnauthorized: false, agent: false }, (response) => {
        text(response).then(resolve, reject);
      }).on('error', reject);
    });
    assert.equal(await asked, 'secret');
    await eventually(async () => {
      const all = points(await service.scrape(), 'http_server_request_duration_seconds');
      assert.deepEqual(
        all.map(({ labels, value }) => [labels['url_scheme'], labels['http_response_status_code'], value]),
        [['https', '200', 1]],
      );
    });
  });

  it('has the size of its bodies where a Content-Length tells it, when that is asked for', async () => {
    const env = { AUTONOMICA_METRICS_HTTP_BODY_SIZE: 'true' };
    const service = start({ cwd: await withExpress5(), file: 'odd.cjs', flag: '--require', env });
    const url = await service.url();
    await post(`${url}/sized`, 'x'.repeat(300), { 'content-length': '300' });
    await post(`${url}/echo`, ['a', 'b']);
    await ask(`${url}/stream`);
    await ask(`${url}/`, { method: 'HEAD' });
    await eventually(async () =>
      assert.equal(valueOf(await service.scrape(), 'http_server_request_duration_seconds', { http_request_method: 'HEAD' }), 1),
    );
    const scrape = await service.scrape();
    const of = (name: string): unknown =>
      points(scrape, `http_server_${name}_body_size_bytes`).map(({ labels, value }) => [labels['http_request_method'], value]);
    assert.deepEqual([of('request'), of('response')], [[['POST', 1]], [['POST', 1]]]);
    assert.match(scrape, /^http_server_request_body_size_bytes_sum\{.*\} 300$/m);
    assert.match(scrape, /^http_server_response_body_size_bytes_sum\{.*\} 4$/m);
  });
});

describe('a framework at a version that is not known', () => {
  const start = services();

  for (const [library, packages, program] of [
    [
      'fastify',
      ['fastify@4.29.1'],
      "const app = require('fastify')(); app.get('/users/:id', async () => 'ok'); app.listen({ port: 0, host: '127.0.0.1' }, () => console.log('listening ' + app.server.address().port))",
    ],
    [
      'express',
      ['express@3.21.2'],
      "const app = require('express')(); app.get('/users/:id', (q, r) => r.send('ok')); require('./serve.cjs').serve(app)",
    ],
    [
      '@hapi/hapi',
      ['@hapi/hapi@20.3.0'],
      "const server = require('@hapi/hapi').server({ port: 0, host: '127.0.0.1' }); server.route({ method: 'GET', path: '/users/{id}', handler: () => 'ok' }); server.start().then(() => console.log('listening ' + server.info.port))",
    ],
  ] as const)
    it(`is left alone, which one line says: ${library}`, async () => {
      const cwd = await project(...packages);
      writeFileSync(`${cwd}/unknown.cjs`, program);
      const service = start({ cwd, file: 'unknown.cjs', flag: '--require' });
      await service.counts(
        async (url) => {
          for (let i = 0; i < 3; i++) assert.equal((await ask(`${url}/users/${i}`)).status, 200);
        },
        { 'GET - 200': 3 },
      );
      const said = service.said.filter((line) => line.includes('is not known'));
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', new RegExp(`${library} \\d[\\d.]+ is not known: its requests are counted without a route$`));
    });
});
