import assert from 'node:assert/strict';
import { openBeacon } from '../../src/beacon/beacon.ts';
import { Reception } from '../../src/beacon/reception.ts';
import { Slots } from '../../src/beacon/slots.ts';
import { frontend } from '../../src/catalogue/frontend.ts';
import { metersOf } from '../../src/meters/define.ts';
import { Store } from '../../src/store/store.ts';
import { origin } from './mounted.ts';

const text = JSON.stringify({ v: 1, app: 'shop', items: [] });
const rate = { perClient: 1e6, overall: 1e6 };

function asked(body: NonNullable<RequestInit['body']>, headers: Readonly<Record<string, string>> = {}): Request {
  const init = { method: 'POST', headers: { origin, 'content-type': 'text/plain', ...headers }, body, duplex: 'half' } as const;
  return new Request('http://localhost/', init);
}

describe('the reception of beacons', () => {
  const open = (deadlineMs: number): ((request: Request, address?: string) => Promise<Response>) =>
    openBeacon({ origins: [origin], rate }, metersOf(frontend, { store: new Store() }), { deadlineMs }).fetch;

  it('reads a thousand at one time and no more, until those are gone', async () => {
    const fetch = open(300);
    const slow = Array.from({ length: 1000 }, () => fetch(asked(new ReadableStream())));
    const refused = await fetch(asked(text));
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '5']);
    const left = await Promise.all(slow);
    assert.deepEqual([...new Set(left.map(({ status }) => status))], [408]);
    assert.equal((await fetch(asked(text))).status, 204);
  });

  it('reads fifty of one client at one time and no more, and those of others beside them', async () => {
    const fetch = open(300);
    const slow = Array.from({ length: 50 }, () => fetch(asked(new ReadableStream()), '192.0.2.1'));
    const refused = await fetch(asked(text), '192.0.2.1');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '5']);
    for (const other of ['192.0.2.2', undefined]) assert.equal((await fetch(asked(text), other)).status, 204, other);
    await Promise.all(slow);
    assert.equal((await fetch(asked(text), '192.0.2.1')).status, 204);
  });

  it('has others served between reading, parsing and recording a large one', async () => {
    const reception = new Reception({ origins: [origin] }, metersOf(frontend, { store: new Store() }), () => 0);
    const header = (name: string): string | undefined => ({ origin, 'content-type': 'text/plain' })[name];
    const turns = async (items: readonly unknown[]): Promise<[status: number, turns: number]> => {
      const body = JSON.stringify({ v: 1, app: 'shop', items });
      let taken = 0;
      let others = setImmediate(function turn() {
        taken += 1;
        others = setImmediate(turn);
      });
      const { status } = await reception.answer({
        method: 'POST',
        path: '/',
        header,
        address: () => undefined,
        body: () => Promise.resolve({ text: body }),
      });
      clearImmediate(others);
      return [status, taken];
    };
    const item = { t: 'api', n: '/users/:id', v: 0.1, a: { method: 'GET', status: 200 } };
    assert.deepEqual(await turns(Array.from({ length: 10 }, () => item)), [204, 0]);
    assert.deepEqual(await turns(Array.from({ length: 50 }, () => item)), [204, 2]);
    assert.deepEqual(await turns(Array.from({ length: 2000 }, () => 0)), [400, 1]);
  });

  it('remembers clients for as long as it reads of them', () => {
    const slots = new Slots();
    const clients = Array.from({ length: 1001 }, (_, i) => `192.0.2.${i % 251}`);
    const taken = clients.filter((client) => slots.isTaken(client));
    assert.deepEqual([taken.length, slots.clients], [1000, 251]);
    for (const client of taken) slots.free(client);
    assert.equal(slots.clients, 0);
    assert.ok(slots.isTaken('192.0.2.1'));
  });

  it('takes for an address what is a text only: Next.js hands over the parameters of the route', async () => {
    const { fetch } = openBeacon({ origins: [origin], rate: { perClient: 0.1 } }, metersOf(frontend, { store: new Store() }));
    const statuses = async (address: unknown): Promise<number[]> => [
      (await fetch(asked(text), address)).status,
      (await fetch(asked(text), address)).status,
    ];
    assert.deepEqual(await statuses({ params: Promise.resolve({}) }), [204, 204]);
    assert.deepEqual(await statuses('192.0.2.1'), [204, 429]);
  });

  it('limits at the usual rate where that is set to undefined', async () => {
    const options = { origins: [origin], rate: { perClient: undefined, overall: undefined } };
    const { fetch } = openBeacon(options, metersOf(frontend, { store: new Store() }), { clock: () => 0 });
    const statuses: number[] = [];
    for (let i = 0; i < 51; i += 1) statuses.push((await fetch(asked(text), '192.0.2.1')).status);
    assert.deepEqual([statuses.lastIndexOf(204), statuses.at(-1)], [49, 429]);
  });

  it('takes a body that has been read, or that is locked, for one that has gone', async () => {
    const fetch = open(5000);
    const read = asked(text);
    await read.text();
    const locked = asked(text);
    const reader = locked.body?.getReader();
    for (const each of [read, locked]) assert.equal((await fetch(each)).status, 400);
    await reader?.cancel();
  });

  it('does not unpack what is compressed, and counts what is in parts', async () => {
    const fetch = open(5000);
    assert.equal((await fetch(asked(text, { 'content-encoding': 'gzip' }))).status, 415);
    const parts = (count: number, size: number): ReadableStream =>
      ReadableStream.from(Array.from({ length: count }, (_, i) => new Uint8Array(size).fill(i === 0 ? 123 : 32)));
    assert.equal((await fetch(asked(parts(16, 1024)))).status, 400);
    assert.equal((await fetch(asked(parts(17, 1024)))).status, 413);
    assert.equal((await fetch(asked(ReadableStream.from(text.split('').map((each) => Buffer.from(each)))))).status, 204);
  });
});
