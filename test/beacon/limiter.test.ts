import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Rate } from '../../src/beacon/bucket.ts';
import { Limiter, mostClients } from '../../src/beacon/limiter.ts';

const rates = fc.double({ min: 0.01, max: 500, noNaN: true });
/** Pauses between two who ask, most of them none. */
const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })), { minLength: 1, maxLength: 300 });
const burstOf = (perSecond: number): number => Math.max(1, Math.floor(perSecond * 10));

/** The times of these who were let through. */
function admitted(perSecond: number, waits: readonly number[]): number[] {
  const rate = new Rate(perSecond);
  let now = 1e9;
  let fullAt = Number.NEGATIVE_INFINITY;
  return waits.flatMap((wait) => {
    now += wait;
    if (rate.waitMs(fullAt, now) > 0) return [];
    fullAt = rate.take(fullAt, now);
    return [now];
  });
}

describe('a token bucket', () => {
  it('lets through, in any time, a burst and what comes in it at the most', () => {
    fc.assert(
      fc.property(rates, pauses, (perSecond, waits) => {
        const times = admitted(perSecond, waits);
        for (const [i, from] of times.entries())
          for (const [j, to] of times.entries())
            if (j >= i)
              assert.ok(j - i + 1 <= burstOf(perSecond) + ((to - from) / 1000) * perSecond + 0.01, `${j - i + 1} in ${to - from} ms`);
      }),
      { numRuns: 50 },
    );
  });

  it('lets a whole burst through at once, and after the time that it names one more, not earlier', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 1e9 }), (perSecond, now) => {
        const rate = new Rate(perSecond);
        let fullAt = Number.NEGATIVE_INFINITY;
        for (let i = 0; i < burstOf(perSecond); i++) {
          assert.equal(rate.waitMs(fullAt, now), 0, `${i} of ${burstOf(perSecond)}`);
          fullAt = rate.take(fullAt, now);
        }
        const wait = rate.waitMs(fullAt, now);
        assert.ok(wait > 0 && wait <= 1000 / perSecond, `${wait}`);
        assert.ok(rate.waitMs(fullAt, now + wait / 2) > 0);
        assert.ok(rate.waitMs(fullAt, now + wait) < 1e-6);
      }),
    );
  });
});

describe('the limiter', () => {
  it('takes nothing from who is refused, nor from all', () => {
    const limiter = new Limiter({ perClient: 1, overall: 2 });
    for (let i = 0; i < 10; i++) assert.equal(limiter.excess('a', 0), undefined);
    for (let i = 0; i < 50; i++) assert.deepEqual(limiter.excess('a', 0)?.reason, 'client_rate');
    for (let i = 0; i < 10; i++) assert.equal(limiter.excess('b', 0), undefined);
    for (let i = 0; i < 50; i++) assert.equal(limiter.excess('c', 0)?.reason, 'overall_rate');
    assert.equal(limiter.excess('a', 1001), undefined);
    assert.equal(limiter.excess('a', 1001)?.reason, 'client_rate');
    assert.equal(limiter.excess('c', 1001), undefined);
    assert.equal(limiter.excess('c', 1001)?.reason, 'overall_rate');
  });

  it('counts whom nobody knows for all only', () => {
    const limiter = new Limiter({ perClient: 0.1, overall: 2 });
    for (let i = 0; i < 20; i++) assert.equal(limiter.excess(undefined, 0), undefined);
    assert.equal(limiter.excess(undefined, 0)?.reason, 'overall_rate');
    assert.equal(limiter.clients, 0);
  });

  it('remembers so many clients and no more, and forgets first who has not asked for longest', () => {
    const limiter = new Limiter({ perClient: 1, overall: 1e6 });
    const ask = (client: string, times: number): void => {
      for (let i = 0; i < times; i++) assert.equal(limiter.excess(client, 0), undefined, client);
    };
    const others = (from: number): void => {
      for (let i = 0; i < 0.7 * mostClients; i++) ask(`client ${from + i}`, 1);
    };
    ask('once', 10);
    ask('again', 5);
    others(0);
    ask('again', 5);
    others(mostClients);
    assert.equal(limiter.clients, mostClients);
    assert.equal(limiter.excess('again', 0)?.reason, 'client_rate');
    assert.equal(limiter.excess('once', 0), undefined);
  });
});
