import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numberIn, wholes } from '../../src/readings/numbers.ts';

describe('whole numbers', () => {
  for (const [text, expected] of [
    ['1 22  333\n', [1, 22, 333]],
    ['\t7\t8', [7, 8]],
    ['1 2x 3', [1]],
    ['-1', []],
    ['9223372036854775807', [2 ** 63]],
    ['18446744073709551615', [2 ** 64]],
    ['1 99999999999999999999 2', [1]],
    [`1 ${'9'.repeat(400)} 2`, [1]],
    ['', []],
  ] as const)
    it(`are ${JSON.stringify(expected)} in ${JSON.stringify(text.slice(0, 20))}`, () => assert.deepEqual(wholes(text), expected));

  it('are those of a stretch', () => assert.deepEqual(wholes('cpu12 34 56', 3, 8), [12, 34]));

  it('are what Number makes of them', () =>
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n })), (given) =>
        assert.deepEqual(wholes(given.join(' ')), given.map(Number)),
      ),
    ));
});

describe('a number', () => {
  for (const [text, expected] of [
    [' 48000\n', 48_000],
    ['-1250', -1250],
    ['2596.132', 2596.132],
    ['', undefined],
    ['0x10', undefined],
    ['1e3', undefined],
    ['NaN', undefined],
    [undefined, undefined],
    ['9'.repeat(400), undefined],
  ] as const)
    it(`is ${expected} in ${JSON.stringify(text?.slice(0, 20))}`, () => assert.equal(numberIn(text), expected));
});
