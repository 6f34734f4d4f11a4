import assert from 'node:assert/strict';
import { counter, gauge, histogram, info } from '../../src/catalogue/define.ts';
import { define, definitionOf } from '../../src/meters/define.ts';
import { read } from '../../src/store/read.ts';
import { Store } from '../../src/store/store.ts';

const told = { unit: '{call}', means: 'Calls.' };
const calls = () => counter({ name: 'define.calls', ...told, attributes: { by: { name: 'by', keep: 3 } } });

describe('define', () => {
  it('gives meters under the keys of the catalogue, as deep as it goes', () => {
    const store = new Store();
    const depth = gauge({ name: 'define.depth', ...told });
    const { shop } = define({ shop: { calls: calls(), inner: { depth } } }, { store });
    shop.calls.add(2, { by: 'me' });
    shop.inner.depth.set(7);
    const [first, second] = read(store);
    assert.deepEqual([first?.name, first?.points], ['define.calls', [{ attributes: { by: 'me' }, value: 2 }]]);
    assert.deepEqual([second?.name, second?.points], ['define.depth', [{ attributes: {}, value: 7 }]]);
  });

  it('gives the same meter for the same definition, however its parts are ordered', () => {
    const store = new Store();
    const { calls: first } = define({ calls: calls() }, { store });
    const { name, kind, unit, means, attributes } = calls();
    const { again: second } = define({ again: { attributes, means, unit, kind, name } }, { store });
    assert.equal(first, second);
    first.add(1, { by: 'me' });
    second.add(1, { by: 'me' });
    assert.deepEqual(read(store)[0]?.points, [{ attributes: { by: 'me' }, value: 2 }]);
  });

  it('knows every definition by its name, and by one that prints alike', () => {
    const definition = calls();
    define({ definition }, { store: new Store() });
    assert.deepEqual(definitionOf('define.calls'), definition);
    assert.deepEqual(definitionOf('define_calls'), definition);
    assert.equal(definitionOf('define.call'), undefined);
  });

  const others = {
    'another kind': gauge({ name: 'define.calls', ...told, attributes: { by: { name: 'by', keep: 3 } } }),
    'another unit': { ...calls(), unit: '' },
    'another meaning': { ...calls(), means: 'Calls, too.' },
    'another bound': counter({ name: 'define.calls', ...told, attributes: { by: { name: 'by', keep: 4 } } }),
    'another limit': { ...calls(), limit: 3 },
    'a name that prints alike': { ...calls(), name: 'define_calls' },
  };
  for (const [what, other] of Object.entries(others))
    it(`refuses a second definition with ${what}`, () => {
      const store = new Store();
      define({ calls: calls() }, { store });
      assert.throws(() => define({ other }, { store }), {
        name: 'TypeError',
        message: `metric "${other.name}": it is already defined otherwise, as "define.calls"`,
      });
      assert.deepEqual([...store.instruments].length, 1);
    });

  it('checks a catalogue before it makes anything of it', () => {
    const store = new Store();
    const faulty = {
      good: counter({ name: 'define.good', ...told }),
      bad: counter({ name: 'define.bad', unit: 'furlong', means: 'Calls.' }),
    };
    assert.throws(() => define(faulty, { store }), /^TypeError: metric "define\.bad": unit "furlong"/);
    assert.equal(definitionOf('define.good'), undefined);
    assert.deepEqual([...store.instruments], []);
  });

  it('tells an info as a gauge of 1, and takes it back', () => {
    const store = new Store();
    const build = info({ name: 'define.build', unit: '', means: 'The build.', attributes: { version: { name: 'version', keep: 2 } } });
    const meters = define({ build }, { store });
    meters.build.set({ version: '1.2' });
    meters.build.set({ version: '1.2' });
    assert.deepEqual(read(store)[0]?.points, [{ attributes: { version: '1.2' }, value: 1 }]);
    meters.build.remove({ version: '1.2' });
    assert.deepEqual(read(store), []);
  });

  it('keeps exempt metrics outside the budget', () => {
    const store = new Store({ maxLines: 10 });
    const { sizes } = define(
      { sizes: histogram({ name: 'define.sizes', ...told, buckets: [...Array(20).keys()] }) },
      { store, exempt: true },
    );
    sizes.record(3);
    assert.deepEqual([read(store)[0]?.points.length, store.budget.lines], [1, 0]);
  });
});
