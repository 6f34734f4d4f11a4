import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Binding } from '../../src/endpoint/binding.ts';
import { type Listening, urlOf } from '../../src/endpoint/server.ts';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';

const patience = { firstMs: 5, mostMs: 20 };

/** Somebody else on a port of 127.0.0.1. */
function occupy(): Promise<{ readonly port: number; readonly server: Server }> {
  return new Promise((resolve) => {
    const server = createServer((_, response) => response.end('another'));
    server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}

describe('Where the endpoint listens', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function beside(port: number): Promise<{ binding: Binding; moves: Listening[] }> {
    const moves: Listening[] = [];
    const listener = (_: unknown, response: { end(text: string): void }): void => response.end('endpoint');
    const moved = (listening: Listening): void => void moves.push(listening);
    const binding = await Binding.open({ host: '127.0.0.1', port, listener, own: () => {}, moved, patience });
    ends.push(() => binding.close());
    return { binding, moves };
  }

  it('is the configured port again once that is free, and no longer the other', async () => {
    const { port, server } = await occupy();
    const { binding, moves } = await beside(port);
    const first = binding.listening;
    assert.deepEqual([first.taken, first.port === port], [true, false]);
    assert.equal((await ask(urlOf(first))).body, 'endpoint');
    assert.equal((await ask(urlOf({ host: '127.0.0.1', port }))).body, 'another');
    server.close();
    await eventually(() => assert.equal(moves.length, 1));
    assert.deepEqual([binding.listening.port, binding.listening.taken, moves], [port, false, [binding.listening]]);
    assert.equal((await ask(urlOf(binding.listening))).body, 'endpoint');
    await eventually(() => assert.rejects(ask(urlOf(first)), { code: 'ECONNREFUSED' }));
  });

  it('stays when nothing was taken', async () => {
    const { binding, moves } = await beside(0);
    assert.equal(binding.listening.taken, false);
    assert.deepEqual(moves, []);
  });

  it('is nowhere once closed, also while it waits for its port', async () => {
    const { port, server } = await occupy();
    const { binding, moves } = await beside(port);
    await binding.close();
    await assert.rejects(ask(urlOf(binding.listening)), { code: 'ECONNREFUSED' });
    await new Promise((resolve) => server.close(resolve));
    // whoever takes the port now keeps it: nobody waits any more
    const { binding: next } = await beside(port);
    assert.deepEqual([next.listening.port, next.listening.taken, moves], [port, false, []]);
  });
});
