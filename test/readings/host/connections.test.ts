import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { host } from '../../../src/catalogue/host.ts';
import { Files } from '../../../src/readings/files.ts';
import { connections, parseConnections } from '../../../src/readings/host/connections.ts';
import { eventually } from '../../e2e/eventually.ts';
import { garbled, onLinux, Root, sound, textOf, told } from '../roots.ts';

const { connections: definition } = host.network;

/** A machine whose tables come in pieces of any size. */
class Pieces extends Root {
  size = 7;
  override async *piecesOfMachine(name: string): AsyncGenerator<string> {
    for await (const piece of super.piecesOfMachine(name))
      for (let at = 0; at < piece.length; at += this.size) yield piece.slice(at, at + this.size);
  }
}

const server = [
  '5 established tcp',
  '1 syn_sent tcp',
  '0 syn_received tcp',
  '1 fin_wait_1 tcp',
  '1 fin_wait_2 tcp',
  '2 time_wait tcp',
  '0 closed tcp',
  '1 close_wait tcp',
  '1 last_ack tcp',
  '5 listen tcp',
  '1 closing tcp',
];

describe('connections', () => {
  it('of the bare server are counted by state, of both protocols', async () =>
    assert.deepEqual(told(await connections.sample(new Root('bare-server')), definition), server));

  it('are the same in pieces of any size', async () => {
    const root = new Pieces('bare-server');
    for (root.size of [1, 7, 149, 150, 151, 1000]) assert.deepEqual(told(await connections.sample(root), definition), server);
  });

  it('of the laptop: a request that has no socket yet is one that was received', async () => {
    const found = told(await connections.sample(new Root('laptop')), definition);
    assert.ok(found.includes('2 syn_received tcp'));
    assert.ok(found.includes('1 closed tcp'));
  });

  it('of the vm, which has no IPv6', async () =>
    assert.deepEqual(
      told(await connections.sample(new Root('vm')), definition).filter((each) => !each.startsWith('0 ')),
      ['1 established tcp', '2 listen tcp'],
    ));

  it('of the garbage can not be read', async () => {
    await assert.rejects(connections.sample(new Root('garbage')), /^UnreadableError: net\/tcp6: a table of sockets expected$/);
    assert.deepEqual([...parseConnections(textOf('garbage', 'proc/1/net/tcp'))], [['established', 1]]);
    await assert.rejects(connections.sample(new Files('/nowhere')), /ENOENT/);
  });

  it('of any text are finite numbers', () => fc.assert(fc.property(garbled('proc/1/net/tcp'), (text) => sound(parseConnections(text)))));

  onLinux('of this machine have those that were just made', async () => {
    const count = async (state: string): Promise<number> => {
      const found = told(await connections.sample(new Files()), definition).find((each) => each.includes(` ${state} `));
      return Number.parseInt(found ?? '', 10);
    };
    const listening = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => listening.once('listening', resolve));
    const { port } = listening.address() as AddressInfo;
    const own = new RegExp(`^ *\\d+: 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} .*$`, 'gm');
    const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    try {
      await eventually(async () => {
        let text = '';
        for await (const piece of new Files().piecesOfMachine('net/tcp')) text += piece;
        const found = parseConnections((text.match(own) ?? []).join('\n'));
        assert.equal(found.get('listen'), 1);
        assert.equal(found.get('established'), 20);
      });
      assert.ok((await count('listen')) >= 1);
      assert.ok((await count('established')) >= 40);
    } finally {
      for (const socket of sockets) socket.destroy();
      listening.close();
    }
  });
});
