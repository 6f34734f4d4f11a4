import assert from 'node:assert/strict';
import fc from 'fast-check';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';
import { Summary } from '../../src/store/summary.ts';
import { Window } from '../../src/store/window.ts';

const wanted = [0, 0.1, 0.5, 0.9, 0.99, 1];
const exact = (sorted: readonly number[], q: number): number => sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] as number;

describe('the window of a summary', () => {
  it('tells each quantile of the last minute within 1 % of its value, and reading changes nothing', () => {
    const amounts = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(amounts, (all) => {
        const window = new Window();
        for (const [i, value] of all.entries()) window.add(value, 1_000_000 + i * 100);
        const now = 1_000_000 + all.length * 100;
        const told = window.quantiles(wanted, now);
        assert.deepEqual(window.quantiles(wanted, now), told);
        const sorted = all.toSorted((a, b) => a - b);
        for (const [i, q] of wanted.entries()) {
          const right = exact(sorted, q);
          assert.ok(Math.abs((told[i] as number) - right) <= Math.abs(right) * 0.0101 + 1e-12, `${q}: ${told[i]} is not ${right}`);
          assert.ok(i === 0 || (told[i] as number) >= (told[i - 1] as number));
        }
      }),
    );
  });

  it('forgets what is older than a minute, and nothing that is younger than 50 seconds', () => {
    const window = new Window();
    window.add(1, 0);
    window.add(100, 30_000);
    assert.deepEqual(window.quantiles([0, 1], 49_999), [1, 100]);
    assert.deepEqual(window.quantiles([0, 1], 60_000), [100, 100]);
    assert.deepEqual(window.quantiles([0, 1], 89_999), [100, 100]);
    assert.deepEqual(window.quantiles([0, 1], 90_000), [Number.NaN, Number.NaN]);
    window.add(7, 600_000);
    assert.deepEqual(window.quantiles([0, 1], 600_000), [7, 7]);
  });

  it('is beside a sum and a count that only grow', () => {
    let now = 0;
    const store = new Store({ clock: () => now });
    const summary = store.open({ scope: { name: 'test' }, name: 's', kind: 'summary', unit: 's', means: '', quantiles: [0.5] });
    assert.ok(summary instanceof Summary);
    summary.record(2);
    summary.bind().record(4);
    now = 120_000;
    assert.deepEqual(read(store)[0]?.points, [{ attributes: {}, count: 2, sum: 6, quantiles: [] }]);
    summary.record(3);
    assert.deepEqual(read(store)[0]?.points, [{ attributes: {}, count: 3, sum: 9, quantiles: [{ quantile: 0.5, value: 3 }] }]);
  });
});
