import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientOf } from '../../src/beacon/client.ts';
import { folding, foldingErrors, other } from '../../src/beacon/names.ts';

describe('the names that are kept', () => {
  it('are none, unless some are allowed', () => {
    for (const name of ['/', 'x', other]) assert.equal(folding()(name), other);
  });

  it('are those listed, as they are', () => {
    const fold = folding(['/', '/cart', '/orders/123456']);
    assert.deepEqual(['/', '/cart', '/orders/123456', '/Cart', '/cart/', 'toString', '__proto__'].map(fold), [
      '/',
      '/cart',
      '/orders/123456',
      other,
      other,
      other,
      other,
    ]);
  });

  it('are those that an expression matches as a whole, whatever its flags', () => {
    for (const names of [/\/[a-z]+|home/, /\/[a-z]+|home/g, /\/[a-z]+|home/my, /^\/[a-z]+$|^home$/])
      for (let i = 0; i < 3; i++)
        assert.deepEqual(['/cart', 'home', '/cart/7', 'at home', '/a\n/b'].map(folding(names)), ['/cart', 'home', other, other, other]);
    assert.equal(folding(/cart/i)('CART'), 'CART');
  });

  it('never tell one of many, however wide an expression is', () => {
    const ids = ['/u/12345', '/u/4e1f0c0c6c2b7d5b', '/u/4e1f0c0c-6c2b-7d5b-0b7a-9d9f6f3a2e1d', '/u/a@example.com', '/u?id=7', '/u#7'];
    for (const id of [...ids, '192.0.2.1', 'from 10.0.0.1:80', 'https://app.example.com/cart']) assert.equal(folding(/.*/)(id), other, id);
    for (const name of ['/users/:id', '/users/[id]', '/v2/items', 'checkout', '/2026', 'v1.2.3', '/docs/1.2'])
      assert.equal(folding(/.*/)(name), name);
  });
});

describe('the classes of errors that are kept', () => {
  it('are those of the language and the DOM unless others are allowed, and always that there is none', () => {
    const said = ['TypeError', 'NetworkError', 'CartError', '_OTHER'];
    assert.deepEqual(said.map(foldingErrors()), ['TypeError', 'NetworkError', other, '_OTHER']);
    assert.deepEqual(said.map(foldingErrors(['CartError'])), [other, other, 'CartError', '_OTHER']);
  });
});

describe('whose beacon it is', () => {
  const from = (trusted: number, forwarded?: string, address = '192.0.2.1'): string | undefined =>
    clientOf({ address: () => address, forwarded, trusted });

  it('tells who is connected, whatever a header says', () => {
    assert.equal(from(0), '192.0.2.1');
    assert.equal(from(0, '198.51.100.7'), '192.0.2.1');
    assert.equal(clientOf({ address: () => undefined, forwarded: '198.51.100.7', trusted: 0 }), undefined);
  });

  it('tells whom the first of the trusted proxies was asked by, never what stands before it', () => {
    const chain = '203.0.113.66, 198.51.100.7,  10.0.0.1';
    assert.deepEqual(
      [1, 2, 3, 9].map((hops) => from(hops, chain)),
      ['10.0.0.1', '198.51.100.7', '203.0.113.66', '203.0.113.66'],
    );
    assert.equal(from(1), '192.0.2.1');
    assert.equal(clientOf({ address: () => undefined, forwarded: chain, trusted: 1 }), '10.0.0.1');
    const made = fc.array(fc.ipV4(), { maxLength: 5 });
    fc.assert(fc.property(made, (earlier) => assert.equal(from(1, [...earlier, '10.0.0.1'].join()), '10.0.0.1')));
  });

  it('asks the system who is connected only where that tells whose it is', () => {
    let asked = 0;
    const address = (): string => {
      asked += 1;
      return '192.0.2.1';
    };
    assert.equal(clientOf({ address, forwarded: '198.51.100.7', trusted: 1 }), '198.51.100.7');
    assert.equal(asked, 0);
    for (const [forwarded, trusted] of [
      ['198.51.100.7', 0],
      ['', 1],
      [undefined, 1],
    ] as const)
      assert.equal(clientOf({ address, forwarded, trusted }), '192.0.2.1');
    assert.equal(asked, 3);
  });

  it('reads addresses with ports, and tells nobody where it is none', () => {
    assert.equal(from(1, '198.51.100.7:443'), '198.51.100.7');
    assert.equal(from(1, '[2001:db8:1:2::7]:443'), '2001:db8:1:2::/64');
    assert.equal(from(1, ' [2001:db8:1:2::7]'), '2001:db8:1:2::/64');
    assert.equal(from(1, '[::ffff:192.0.2.1]:443'), '192.0.2.1');
    for (const none of ['unknown', '_hidden', '1.2.3', 'x:80', '::g']) assert.equal(from(1, none), undefined, none);
    fc.assert(fc.property(fc.string(), fc.nat({ max: 5 }), (forwarded, hops) => void from(hops, forwarded)));
  });

  const told = (address: string): string | undefined => from(0, undefined, address);

  it('takes a network of IPv6 for one client, and an IPv4 address within for what it is', () => {
    assert.equal(told('::ffff:192.0.2.1'), '192.0.2.1');
    assert.equal(told('::1'), '0:0:0:0::/64');
    assert.equal(told('2001:DB8::1'), '2001:db8:0:0::/64');
    assert.equal(told('2001:db8:1:2:3:4:5:6'), told('2001:db8:1:2::9'));
    assert.notEqual(told('2001:db8:1:2::1'), told('2001:db8:1:3::1'));
    for (const zone of ['eth0', 'a:b:c:d:e:f:a:b:c', '1.2::3']) assert.equal(told(`fe80::1%${zone}`), 'fe80:0:0:0::/64', zone);
    assert.equal(told('::ffff:192.0.2.1%eth0'), '192.0.2.1');
  });

  it('takes an address of IPv6 for the same, however it leaves zeros out', () => {
    const group = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff })).map((each) => each.toString(16));
    const whole = fc.array(group, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(whole, fc.nat({ max: 7 }), fc.integer({ min: 1, max: 8 }), (groups, first, count) => {
        const end = Math.min(8, first + count);
        const zeroed = groups.map((each, at) => (at >= first && at < end ? '0' : each));
        const short = `${zeroed.slice(0, first).join(':')}::${zeroed.slice(end).join(':')}`;
        assert.equal(told(short), `${zeroed.slice(0, 4).join(':')}::/64`);
        assert.equal(told(zeroed.join(':').toUpperCase()), told(short));
      }),
    );
  });
});
