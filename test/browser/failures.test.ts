import assert from 'node:assert/strict';
import { failures } from '../../src/browser/failures.ts';

class CartError extends Error {}

describe('an error of a page', () => {
  it('is an item of its class, on the page where it is told', () => {
    let at = '/';
    const { thrown, told } = failures(() => at);
    assert.deepEqual(thrown(new RangeError('secret')), { t: 'error', n: 'RangeError', a: { page: '/' } });
    at = '/cart';
    assert.deepEqual(told(new CartError('secret')), { t: 'error', n: 'CartError', a: { page: '/cart' } });
    assert.deepEqual(told('PaymentError'), { t: 'error', n: 'PaymentError', a: { page: '/cart' } });
    assert.equal(told('QuotaExceededException')?.n, 'QuotaExceededException');
  });

  it('has no class where something else is thrown, whatever it says', () => {
    const { thrown } = failures(() => '/');
    const all = ['secret', 'a secret message', '', 7, undefined, null, { name: 'secret' }];
    assert.deepEqual([...new Set(all.map((each) => thrown(each)?.n))], ['_OTHER']);
  });

  it('is what is told where that is an error, a class or a message', () => {
    const { told } = failures(() => '/');
    const all = ['a secret message', 'secret', 'Error: secret', '', 7, undefined, null, { name: 'secret' }];
    assert.deepEqual(
      all.map((each) => told(each)?.n),
      ['_OTHER', '_OTHER', '_OTHER', undefined, undefined, undefined, undefined, undefined],
    );
  });

  it('is an item once, whoever tells it; one like it is another', () => {
    const { thrown, told } = failures(() => '/');
    const [a, b] = [new TypeError('a'), new TypeError('a')];
    const items = [told(a), thrown(a), told(a), thrown(b), told(b), told('TypeError'), told('TypeError')];
    assert.deepEqual(
      items.map((item) => item?.n),
      ['TypeError', undefined, undefined, 'TypeError', undefined, 'TypeError', 'TypeError'],
    );
  });
});
