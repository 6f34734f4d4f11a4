import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { openBeacon } from '../../src/beacon/beacon.ts';
import { frontend } from '../../src/catalogue/frontend.ts';
import { metersOf } from '../../src/meters/define.ts';
import { Store } from '../../src/store/store.ts';
import { within } from '../e2e/eventually.ts';
import { origin } from './mounted.ts';

describe('a beacon over HTTP/2', () => {
  let server: Http2Server;
  let session: ClientHttp2Session;
  before(async () => {
    const { serve } = openBeacon({ origins: [origin] }, metersOf(frontend, { store: new Store() }), { deadlineMs: 200 });
    server = createServer((request, response) => serve(request as unknown as IncomingMessage, response as unknown as ServerResponse));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  after(() => {
    session.destroy();
    server.close();
  });

  const open = (): ClientHttp2Stream => session.request({ ':method': 'POST', ':path': '/beacon', origin, 'content-type': 'text/plain' });

  async function answered(stream: ClientHttp2Stream): Promise<number | undefined> {
    const response = once(stream.resume(), 'response') as Promise<[{ ':status'?: number }]>;
    const [[headers]] = await within('the end of the stream', Promise.all([response, once(stream, 'close')]));
    return headers[':status'];
  }

  it('is accepted', async () => {
    const stream = open();
    stream.end(JSON.stringify({ v: 1, app: 'shop', items: [] }));
    assert.equal(await answered(stream), 204);
  });

  it('does not go on with a stream that is slow, or too large', async () => {
    const slow = open();
    slow.write('{');
    assert.equal(await answered(slow), 408);
    const large = open();
    large.write('x'.repeat(20_000));
    assert.equal(await answered(large), 413);
    assert.equal(session.closed, false);
  });
});
