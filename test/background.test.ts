import assert from 'node:assert/strict';
import { background } from '../src/background.ts';
import { counter } from '../src/catalogue/define.ts';
import { configure } from '../src/environment.ts';
import { logged } from './support.ts';
import { define } from '../src/meters/define.ts';
import { Store } from '../src/store/store.ts';
import { eventually } from './e2e/eventually.ts';

describe('what is done in the background', () => {
  const recorded = (): Store => {
    const store = new Store();
    define({ it: counter({ name: 'test.background', unit: '', means: 'A.' }) }, { store }).it.add(1);
    return store;
  };

  it('is forgetting series, and reading prices, until it is ended', async () => {
    const store = recorded();
    const told = await logged(async () => {
      const end = background(configure({ expireMs: 8, prices: '/nowhere/prices.json' }, {}).settings, store);
      await eventually(() => assert.equal(store.budget.lines, 0));
      end();
    });
    assert.match(told.join('\n'), /^@autonomica\/metrics: the prices of \/nowhere\/prices\.json can not be used/);
  });
});
