import assert from 'node:assert/strict';
import { Health } from '../../src/endpoint/health.ts';
import { setLevel } from '../../src/log.ts';
import { eventually } from '../e2e/eventually.ts';

const quick = { intervalMs: 1, timeoutMs: 20 };
const stateOf = (health: Health, name: string): string | undefined => health.states.find((state) => state.name === name)?.reason;

describe('Health', () => {
  const probed: [Health, string][] = [];
  const probe = (health: Health, name: string, call: () => unknown): void => {
    probed.push([health, name]);
    health.add(name, call);
  };
  before(() => setLevel('none'));
  after(() => setLevel('info'));
  afterEach(() => {
    for (const [health, name] of probed.splice(0)) health.remove(name);
  });

  it('is not known before the first call has ended', () => {
    const health = new Health(quick);
    probe(health, 'db', () => new Promise(() => {}));
    assert.deepEqual(health.states, [{ name: 'db', up: false, reason: 'was not called yet' }]);
  });

  it('says why a probe fails: it throws, rejects, gives false, hangs', async () => {
    const health = new Health(quick);
    probe(health, 'throws', () => {
      throw new Error('no route');
    });
    probe(health, 'rejects', () => Promise.reject(new Error('refused')));
    probe(health, 'odd', () => Promise.reject(Object('down')));
    probe(health, 'false', () => false);
    probe(health, 'hangs', () => new Promise(() => {}));
    await eventually(() =>
      assert.deepEqual(
        health.states.map(({ reason }) => reason),
        ['no route', 'refused', 'down', 'it returned false', 'it took longer than 20 ms'],
      ),
    );
  });

  it('recovers, and never calls a probe twice at once', async () => {
    const health = new Health(quick);
    let calls = 0;
    let atOnce = 0;
    let most = 0;
    probe(health, 'db', async () => {
      calls += 1;
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, calls === 1 ? 60 : 0));
      atOnce -= 1;
      if (calls < 4) throw new Error('not yet');
    });
    await eventually(() => assert.equal(stateOf(health, 'db'), 'it took longer than 20 ms'));
    await eventually(() => assert.deepEqual(health.states, [{ name: 'db', up: true, reason: undefined }]));
    assert.equal(most, 1);
  });

  it('forgets a probe that is removed or replaced', async () => {
    const health = new Health(quick);
    let first = 0;
    probe(health, 'db', () => ++first);
    await eventually(() => assert.ok(first > 1));
    probe(health, 'db', () => true);
    const after = first;
    await eventually(() => assert.equal(stateOf(health, 'db'), undefined));
    assert.deepEqual([health.states.length, first], [1, after]);
    health.remove('db');
    assert.deepEqual(health.states, []);
  });
});
