import assert from 'node:assert/strict';
import { mock } from 'node:test';
import fc from 'fast-check';
import { parsed } from '../../src/beacon/json.ts';
import { Refusal } from '../../src/beacon/refusal.ts';
import { mostItems } from '../../src/browser/wire.ts';

/** How many values there are within one, an empty list or object for one that could be. */
function values(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const within: unknown[] = Object.values(value);
  return within.reduce((sum: number, each) => sum + values(each), Math.max(1, within.length));
}

const reason = (text: string): string | undefined => {
  const said = parsed(text);
  return said instanceof Refusal ? said.reason : undefined;
};

/** Twice those of the fullest beacon. */
const most = 808;
const spaced = fc.constantFrom(undefined, 1, '\t');
/** Texts that look like JSON. */
const text = fc.string({
  unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', 'a', 'é', '0', '-', '\n', ' ', '\u00a0', '\ufeff', 'null', 'true'),
});

describe('the JSON of a beacon', () => {
  it('is parsed as by JSON.parse, whatever its strings say', () => {
    const json = fc.jsonValue({ maxDepth: 5, stringUnit: fc.constantFrom('[', '{', '"', '\\', 'a', '\u2028', '😀') });
    fc.assert(
      fc.property(json, spaced, (value, space) => {
        fc.pre(values(value) <= most);
        const written = JSON.stringify(value, undefined, space);
        assert.deepEqual(parsed(written), JSON.parse(written));
      }),
    );
    const brackets = JSON.stringify(Array.from({ length: 100 }, (_, i) => '[{"\\'.repeat(i)));
    assert.deepEqual(parsed(brackets), JSON.parse(brackets));
  });

  it('is refused unparsed from one value more than twice those of any beacon, wherever they are', () => {
    const shapes: readonly ((count: number) => string)[] = [
      (count) => JSON.stringify(Array.from({ length: count }, () => '[,')),
      (count) => JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`,{"${i}`, i]))),
      (count) => `${'['.repeat(count)}${']'.repeat(count)}`,
      (count) => `${'{"\\"":'.repeat(count)}0${'}'.repeat(count)}`,
    ];
    for (const shape of shapes) {
      assert.equal(values(JSON.parse(shape(most))), most);
      assert.deepEqual(
        [most, most + 1].map((count) => reason(shape(count))),
        [undefined, 'schema'],
      );
    }
    const item = { t: 'api', n: '/[[,', v: 1, a: { method: 'GET', status: 200, error: '{,' } };
    const fullest = { v: 1, app: 'shop', items: Array.from({ length: mostItems }, () => item) };
    assert.equal((values(fullest) + 1) * 2, most);
    // what has no end is no JSON either, and nobody has read so far
    assert.deepEqual(['['.repeat(most), '['.repeat(most + 1)].map(reason), ['json', 'schema']);
  });

  it('is refused unparsed where it breaks off, and where nothing of JSON begins like it', () => {
    const whole = JSON.stringify({ v: 1, app: 'shop', items: [{ t: 'error', n: 'Error' }] });
    const parse = mock.method(JSON, 'parse');
    try {
      const unread = ['', ' ', 'x', '<a/>', '\u0000', '}', whole.slice(0, -1), `${whole.slice(0, -1)} `, '[1', '"a', ` \n{"v":1`];
      for (const each of unread) assert.equal(reason(each), 'json', each);
      assert.equal(parse.mock.callCount(), 0);
      assert.equal(reason(` ${whole}\r\n`), undefined);
      assert.equal(parse.mock.callCount(), 1);
    } finally {
      parse.mock.restore();
    }
  });

  it('is what JSON.parse takes, or is refused', () => {
    fc.assert(
      fc.property(text, (each) => {
        const said = parsed(each);
        if (said instanceof Refusal) {
          assert.equal(said.reason, 'json');
          assert.throws(() => JSON.parse(each) as unknown);
        } else assert.deepEqual(said, JSON.parse(each));
      }),
    );
  });
});
