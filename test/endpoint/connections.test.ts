import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { closeServers, listen, type Listening, urlOf } from '../../src/endpoint/server.ts';
import { ask, Wire } from '../e2e/client.ts';
import { eventually, within } from '../e2e/eventually.ts';

/** More than the buffers of a connection hold, so that it waits for its reader. */
const large = Buffer.alloc(16 * 2 ** 20, 'x');

describe('A server of the endpoint that closes', () => {
  let listening: Listening;
  let asked = 0;
  beforeEach(async () => {
    asked = 0;
    listening = await listen({
      host: '127.0.0.1',
      port: 0,
      own: () => {},
      listener({ url }, response) {
        asked += 1;
        response.end(url === '/large' ? large : 'small');
      },
    });
  });
  afterEach(() => {
    for (const server of listening.servers) server.close().closeAllConnections();
  });

  function slowReader(): Socket {
    const socket = connect(listening.port, '127.0.0.1');
    socket.pause().write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
    return socket;
  }

  it('gives a slow reader all of its answer, which was handed over before', async () => {
    const reader = slowReader();
    await eventually(() => assert.equal(asked, 1));
    const closed = closeServers(listening.servers);
    let bytes = 0;
    reader.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    reader.resume();
    await within('the end of the answer', new Promise((resolve) => reader.on('end', resolve)));
    assert.ok(bytes > large.length, `${bytes}`);
    reader.end();
    await within('the end of the server', closed);
  });

  it('ends connections that wait for a request, and takes no more', async () => {
    const agent = new Agent({ keepAlive: true });
    await ask(urlOf(listening), { agent });
    const silent = new Wire(urlOf(listening));
    await eventually(() => assert.equal(silent.socket.readyState, 'open'));
    await within('the end of the server', closeServers(listening.servers));
    await within('the end of the connection', silent.closed);
    await assert.rejects(ask(urlOf(listening)), { code: 'ECONNREFUSED' });
    agent.destroy();
  });

  it('gives up on a reader that leaves', async () => {
    const reader = slowReader();
    await eventually(() => assert.equal(asked, 1));
    const closed = closeServers(listening.servers);
    reader.destroy();
    await within('the end of the server', closed);
  });
});
