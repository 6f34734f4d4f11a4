import assert from 'node:assert/strict';
import { Observables } from '../../src/meters/observables.ts';
import { StoreMeterProvider } from '../../src/meters/provider.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';
import { logged } from '../support.ts';

const never = (): Promise<void> => new Promise(() => {});

function setUp(): { store: Store; observables: Observables; gauge(name: string, callback: () => unknown): void; names(): string[] } {
  const store = new Store();
  const observables = new Observables(store);
  const meter = new StoreMeterProvider(store, observables).getMeter('test');
  return {
    store,
    observables,
    gauge(name, callback) {
      meter.createObservableGauge(name).addCallback(async (result) => {
        result.observe(1, { partly: true });
        await callback();
        result.observe(2);
      });
    },
    names: () => read(store).map(({ name }) => name),
  };
}

describe('observable callbacks', () => {
  it('that never settle or throw leave out their metric alone, and are counted', async () => {
    const { observables, gauge, names } = setUp();
    gauge('good', () => {});
    gauge('hangs', never);
    gauge('rejects', () => Promise.reject(new Error('no')));
    gauge('throws', () => {
      throw new Error('no');
    });
    const said = await logged(async () => {
      assert.equal(await observables.collect(5_000), false);
      assert.equal(await observables.collect(5_000), false);
    });
    assert.deepEqual(names(), ['good']);
    assert.deepEqual(Object.fromEntries(observables.failures), {
      hangs: { error: 0, late: 1, hanging: 1 },
      rejects: { error: 2, late: 0, hanging: 0 },
      throws: { error: 2, late: 0, hanging: 0 },
    });
    assert.equal(said.filter((line) => line.includes('hangs')).length, 1);
  });

  it('have one call in flight, and their metric returns when they recover', async () => {
    const { observables, gauge, names } = setUp();
    let calls = 0;
    let release = (): void => {};
    gauge('slow', () => {
      calls += 1;
      return calls === 2
        ? new Promise<void>((resolve) => {
            release = resolve;
          })
        : undefined;
    });
    await observables.collect(5_000);
    assert.deepEqual(names(), ['slow']);
    await logged(async () => {
      await observables.collect(5_000);
      assert.deepEqual(names(), [], 'the SDK goes on exporting its last values, we do not');
      await observables.collect(5_000);
    });
    assert.equal(calls, 2);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    await observables.collect(5_000);
    assert.deepEqual([names(), calls], [['slow'], 3]);
  });

  it('that are removed are not called, and an empty registry costs nothing', async () => {
    const store = new Store();
    const observables = new Observables(store);
    assert.equal(await observables.collect(1_000), true);
    const meter = new StoreMeterProvider(store, observables).getMeter('test');
    const gauge = meter.createObservableGauge('g');
    let calls = 0;
    const callback = (): void => {
      calls += 1;
    };
    gauge.addCallback(callback);
    gauge.addCallback(callback);
    await observables.collect(1_000);
    gauge.removeCallback(callback);
    await observables.collect(1_000);
    const batch = (): void => {
      calls += 10;
    };
    meter.addBatchObservableCallback(batch, [gauge]);
    await observables.collect(1_000);
    meter.removeBatchObservableCallback(batch, [gauge]);
    await observables.collect(1_000);
    assert.equal(calls, 11);
  });
});
