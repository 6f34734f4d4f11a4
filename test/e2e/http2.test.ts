import assert from 'node:assert/strict';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { applications, withFrameworks } from './applications.ts';
import { eventually } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { withExpress5 } from './scratch.ts';
import { services } from './service.ts';

function open(url: string): ClientHttp2Session {
  const session = connect(url);
  session.on('error', () => {});
  return session;
}

function ask(session: ClientHttp2Session, path: string, method = 'GET'): ClientHttp2Stream {
  const stream = session.request({ ':path': path, ':method': method });
  stream.on('error', () => {});
  stream.resume();
  return stream;
}

const statusOf = (stream: ClientHttp2Stream): Promise<number> =>
  new Promise((resolve) => {
    let status = 0;
    stream.on('response', ({ ':status': told = 0 }) => {
      status = told;
    });
    stream.on('close', () => resolve(status));
  });

describe('HTTP/2', () => {
  const start = services();

  it('counts each stream once, with its status and route, aborted or not, and nothing that was pushed', async () => {
    const service = start({ cwd: await withExpress5(), file: 'http2.cjs', flag: '--require' });
    const active = async (): Promise<number> =>
      valueOf(await service.scrape(), 'http_server_active_requests', { http_request_method: 'GET' });
    await service.counts(
      async (url) => {
        const session = open(url);
        for (const [path, status] of [
          ['/', 200],
          ['/users/7', 200],
          ['/users/8', 200],
          ['/missing', 404],
          ['/fails', 500],
          ['/pushes', 200],
        ] as const)
          assert.equal(await statusOf(ask(session, path)), status);
        assert.equal(await statusOf(ask(session, '/', 'HEAD')), 200);
        const hanging = ask(session, '/hang');
        await eventually(async () => assert.equal(await active(), 1));
        hanging.close(constants.NGHTTP2_CANCEL);
        const stalled = ask(session, '/stall');
        await new Promise((resolve) => stalled.once('response', resolve));
        stalled.close(constants.NGHTTP2_CANCEL);
        await eventually(async () => assert.equal(await active(), 0));
        ask(session, '/hang');
        await eventually(async () => assert.equal(await active(), 1));
        session.destroy();
        await eventually(async () => assert.equal(await active(), 0));
      },
      {
        'GET - 200': 2,
        'GET /users/:id 200': 2,
        'GET - 404': 1,
        'GET - 500 500': 1,
        'HEAD - 200': 1,
        'GET - - aborted': 2,
        'GET - 202 aborted': 1,
      },
    );
    const [first] = points(await service.scrape(), 'http_server_request_duration_seconds');
    assert.deepEqual([first?.labels['network_protocol_version'], first?.labels['url_scheme']], ['2', 'http']);
  });

  it('has the routes of a framework', async () => {
    const service = start({ cwd: await withFrameworks(), file: 'fastify-http2.cjs', flag: '--require' });
    const rows = applications.find(({ library }) => library === 'Fastify 5')?.rows ?? [];
    const expected: Record<string, number> = {};
    for (const [method, , status, route] of rows.filter(([, path]) => path !== '/%')) {
      const key = `${method} ${route} ${status}${status >= 500 ? ` ${status}` : ''}`;
      expected[key] = (expected[key] ?? 0) + 1;
    }
    await service.counts(async (url) => {
      const session = open(url);
      for (const [method, path, status] of rows.filter(([, each]) => each !== '/%'))
        assert.equal(await statusOf(ask(session, path, method)), status, path);
      session.close();
    }, expected);
  });
});
