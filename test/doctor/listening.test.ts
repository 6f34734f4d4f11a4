import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { listen, placeOf } from '../../src/doctor/listening.ts';
import { Failure } from '../../src/doctor/failure.ts';

/** The addresses of this machine that need no interface beside them. */
const addresses = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ address }) => !address.startsWith('fe80:'))
  .map(({ address, internal }) => ({ address, internal }));

async function answersAt(address: string, port: number): Promise<boolean> {
  try {
    return (await fetch(`http://${placeOf(address, port)}/`)).ok;
  } catch {
    return false;
  }
}

describe('the server of a canary', () => {
  it('is at every address of the machine, where a name or another address of IPv6 is given', async () => {
    for (const host of ['host.docker.internal', '2001:db8::1', '[2001:db8::1]']) {
      const { port, close } = await listen(host, 0, (_request, response) => response.end());
      try {
        for (const { address } of addresses) assert.ok(await answersAt(address, port), `${host}: ${address}`);
      } finally {
        await close();
      }
    }
  });

  it('is on loopback alone, where that is given', async () => {
    const known = ['localhost', '127.0.0.1', ...(addresses.some(({ address }) => address === '::1') ? ['::1', '[::1]'] : [])];
    for (const host of known) {
      const { port, close } = await listen(host, 0, (_request, response) => response.end());
      try {
        assert.ok(await answersAt(host, port), host);
        for (const { address } of addresses.filter(({ internal }) => !internal)) assert.ok(!(await answersAt(address, port)), address);
      } finally {
        await close();
      }
    }
  });

  it('says where it can not listen', async () => {
    const { port, close } = await listen('127.0.0.1', 0, () => {});
    await assert.rejects(
      listen('127.0.0.1', port, () => {}),
      (error) => error instanceof Failure && error.message.endsWith(`port ${port} is taken`),
    );
    await close();
  });

  it('is called as a URL calls it', () =>
    assert.deepEqual([placeOf('a', 1), placeOf('::1', 1), placeOf('[::1]', 1)], ['a:1', '[::1]:1', '[::1]:1']));
});
