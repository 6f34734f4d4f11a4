import assert from 'node:assert/strict';
import type { RequestListener, Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { listen, type Listening, urlOf } from '../../src/endpoint/server.ts';
import { ask } from '../e2e/client.ts';

const listener: RequestListener = (_, response) => response.end('here');
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

describe('The server of the endpoint', () => {
  const open: Server[] = [];
  const owned: Server[] = [];
  const at = async (host: string, port: number): Promise<Listening & { readonly taken: boolean }> => {
    const listening = await listen({ host, port, listener, own: (server) => owned.push(server) });
    open.push(...listening.servers);
    return listening;
  };
  afterEach(() => {
    for (const server of open.splice(0)) server.close().closeAllConnections();
    owned.splice(0);
  });

  it('answers on every loopback address that exists, on one port', async () => {
    const { port, servers, taken } = await at('localhost', 0);
    assert.equal(taken, false);
    assert.deepEqual(owned, servers);
    for (const host of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) assert.equal((await ask(urlOf({ host, port }))).body, 'here');
  });

  it('takes a free port when the one it was given is taken, on either address', async () => {
    for (const host of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      const { port } = await at(host, 0);
      const second = await at('localhost', port);
      assert.deepEqual([second.taken, second.port === port], [true, false]);
      assert.equal(isIPv6(host), host === '::1');
    }
  });

  it('rejects for an address that the machine does not have', async () => {
    // 192.0.2.0/24 is for documentation: https://www.rfc-editor.org/rfc/rfc5737
    await assert.rejects(at('192.0.2.1', 0), { code: 'EADDRNOTAVAIL' });
  });
});
