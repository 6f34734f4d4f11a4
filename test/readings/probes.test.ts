import assert from 'node:assert/strict';
import { api } from '../../src/catalogue/api.ts';
import { Health } from '../../src/endpoint/health.ts';
import { countError, readMetrics, reset } from '../../src/index.ts';
import { setLevel } from '../../src/log.ts';
import { define } from '../../src/meters/define.ts';
import { type Answer, probeReading } from '../../src/readings/probes.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';
import { eventually } from '../e2e/eventually.ts';

const postgres = { kind: 'database', system: 'postgresql', namespace: 'orders' } as const;

describe('what probes say of databases and dependencies', () => {
  let store: Store;
  let write: (answers: readonly Answer[]) => void;
  beforeEach(() => {
    store = new Store();
    write = probeReading(store);
  });
  const told = (): string[] =>
    read(store).flatMap(({ name, points }) =>
      points.map((point) => `${name} ${Object.values(point.attributes).map(String).join(' ')} ${'value' in point ? point.value : ''}`),
    );

  it('is told once it is known, and forgotten with the probe', () => {
    write([{ name: 'db', up: false, isKnown: false, of: postgres }]);
    assert.deepEqual(told(), []);
    const plain = { name: 'plain', up: true, isKnown: true };
    const mail = { name: 'mail', up: false, isKnown: true, of: { kind: 'dependency' } } as const;
    write([{ name: 'db', up: true, isKnown: true, of: postgres }, mail, plain]);
    assert.deepEqual(told(), ['autonomica.db.up postgresql orders 1', 'autonomica.dependency.up db 1', 'autonomica.dependency.up mail 0']);
    write([mail]);
    assert.deepEqual(told(), ['autonomica.dependency.up mail 0']);
  });

  it('is down where one of several is, and leaves alone what is set beside it', () => {
    define({ up: api.db.up }, { store }).up.set(1, { system: 'redis' });
    write([
      { name: 'a', up: true, isKnown: true, of: { kind: 'database', system: 'mysql' } },
      { name: 'b', up: false, isKnown: true, of: { kind: 'database', system: 'mysql' } },
    ]);
    assert.deepEqual(told().slice(0, 2), ['autonomica.db.up redis 1', 'autonomica.db.up mysql 0']);
    write([]);
    assert.deepEqual(told(), ['autonomica.db.up redis 1']);
  });

  it('comes from the one call that readiness is told by', async () => {
    setLevel('none');
    const health = new Health({ intervalMs: 60_000, timeoutMs: 1000 });
    let calls = 0;
    health.add('db', async () => ++calls, postgres);
    await eventually(() => assert.deepEqual(health.answers, [{ name: 'db', up: true, isKnown: true, of: postgres }]));
    assert.deepEqual(health.states, [{ name: 'db', up: true, reason: undefined }]);
    assert.equal(calls, 1);
    health.remove('db');
    setLevel('info');
  });
});

describe('errors', () => {
  it('are counted by component and by code or class, never by message', () => {
    reset();
    countError('checkout', new TypeError('secret of customer 7'));
    countError('checkout', Object.assign(new Error('secret'), { code: 'ECONNRESET' }));
    countError('checkout', 'a string');
    assert.deepEqual(
      readMetrics(api.errors).map(({ attributes, value }) => [...Object.values(attributes), value]),
      [
        ['checkout', 'TypeError', 1],
        ['checkout', 'ECONNRESET', 1],
        ['checkout', '_OTHER', 1],
      ],
    );
  });
});
