import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { type ParsedFamily, type ParsedRow, ParseError, parse } from '../../src/exposition/parse.ts';
import { encodeText } from '../../src/exposition/text.ts';
import { adversaries } from './parse/adversaries.ts';
import { someFamilies, textOf } from './parse/arbitrary.ts';
import { type Bad, bad } from './parse/bad.ts';
import { good, type Seen, type SeenFamily } from './parse/good.ts';
import { someBytes, someTexts, soup } from './parse/texts.ts';
import type { Work } from './parse/work.ts';

const widthOf = (type: string, bounds: readonly number[]): number => (({ histogram: 2, summary: 2 })[type] ?? 1) + bounds.length;

function seen({ labels, chunk, at, ...rest }: ParsedRow, { type, bounds }: ParsedFamily): Seen {
  const { timestamp, bounds: own } = rest;
  const numbers = [...chunk.subarray(at, at + widthOf(type, own ?? bounds))];
  return { labels, numbers, ...(timestamp === undefined ? {} : { timestamp }), ...(own ? { bounds: own } : {}) };
}
/** A family without rows does not show its bounds. */
const shown = (family: SeenFamily): SeenFamily => (family.rows.length > 0 ? family : { ...family, bounds: [] });
const seenFamily = (family: ParsedFamily): SeenFamily => ({ ...family, rows: family.rows.map((row) => seen(row, family)) });

const isShort = ({ maxBytes }: Bad): boolean => maxBytes === undefined;
const promtool = (input: string | Uint8Array): number | null => spawnSync('promtool', ['check', 'metrics'], { input }).status;
const titleOf = (text: string | Uint8Array): string => {
  const title = typeof text === 'string' ? text.slice(0, 101) : Buffer.from(text).toString('latin1');
  return JSON.stringify(title.length > 100 ? `${title.slice(0, 100)}…` : title);
};

/** The fault of a text, if it has one; nothing else may be thrown. */
function faultOf(text: string | Uint8Array, maxBytes?: number): ParseError | undefined {
  try {
    parse(text, maxBytes === undefined ? {} : { maxBytes });
    return undefined;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return error;
  }
}

describe('parse', () => {
  describe('reads', () => {
    for (const { is, text, families } of good)
      it(is, () => {
        assert.deepEqual(parse(text).map(seenFamily), families);
        assert.deepEqual(parse(Buffer.from(text)).map(seenFamily), families);
      });

    it('the text of a row as the encoder writes it', () => {
      const [family] = parse(String.raw`a{ c = "\\\"\n", b="" , } 1` + '\n');
      assert.equal(family?.rows[0]?.text, String.raw`c="\\\"\n",b=""`);
    });

    it('series apart whose labels happen to have the same hash', () => {
      const random = Math.random;
      try {
        Math.random = () => 0;
        const rows = ['a{b="1"}', 'a', 'a{b="2"}', 'a{b="1",c="1"}', 'a{b="2",c="1"}'].map((series) => `${series} 1\n`);
        assert.equal(parse(rows.join(''))[0]?.rows.length, rows.length);
        for (const row of rows) assert.match(faultOf(rows.join('') + row)?.reason ?? '', /^duplicate series/);
      } finally {
        Math.random = random;
      }
    });

    it('arrays of any kind of memory', () => {
      const shared = new Uint8Array(new SharedArrayBuffer(4));
      shared.set(Buffer.from('a 1\n'));
      const detached = Uint8Array.of(65);
      structuredClone(detached, { transfer: [detached.buffer] });
      assert.equal(parse(shared)[0]?.name, 'a');
      assert.deepEqual(parse(detached), []);
    });

    it('no more than it is allowed to', () => {
      assert.equal(parse('a{b="é"} 1\n', { maxBytes: 12 }).length, 1);
      assert.match(faultOf(' '.repeat(64 * 2 ** 20 + 1))?.reason ?? '', /the limit of 67108864 bytes/);
      assert.match(faultOf('{'.repeat(64 * 2 ** 20))?.reason ?? '', /^expected a metric name/);
      assert.equal(faultOf(' '.repeat(80 * 2 ** 20 + 1), Infinity)?.reason, '83886081 bytes are more than the limit of 83886080 bytes');
    });
  });

  describe('refuses', () => {
    for (const { text, line, column, reason, maxBytes } of bad)
      it(`${titleOf(text)}: ${reason}`, () => {
        const fault = faultOf(text, maxBytes);
        assert.deepEqual({ line: fault?.line, column: fault?.column, reason: fault?.reason }, { line, column, reason });
        assert.equal(fault?.message, `line ${line}, column ${column}: ${reason}`);
        assert.equal(fault?.name, 'ParseError');
      });
  });

  describe('with what the encoder writes', function () {
    this.timeout(30_000);

    it('gives the same text again, and everything in it', () => {
      fc.assert(
        fc.property(someFamilies, (families) => {
          const text = encodeText(families);
          const parsed = parse(text);
          assert.equal(encodeText(parsed), text);
          assert.deepEqual(parsed.map(seenFamily), families.map(seenFamily).map(shown));
          for (const { rows } of parsed) for (const { text: printed, labels } of rows) assert.equal(printed, textOf(labels));
        }),
        { numRuns: 500 },
      );
    });
  });

  describe('throws nothing but ParseError', function () {
    this.timeout(30_000);

    it('whatever the text, and names a place in it', () => {
      fc.assert(
        fc.property(someTexts, (text) => {
          const fault = faultOf(text);
          if (!fault) return;
          const line = text.split('\n')[fault.line - 1];
          assert.ok(line !== undefined && fault.column >= 1 && fault.column <= line.length + 1, fault.message);
        }),
        { numRuns: 2000 },
      );
    });

    it('whatever the bytes', () => {
      fc.assert(
        fc.property(someBytes, (bytes) => void faultOf(bytes)),
        { numRuns: 2000 },
      );
    });

    it('and what follows the line of a fault does not change it', () => {
      fc.assert(
        fc.property(someTexts, soup, (text, tail) => {
          const fault = faultOf(text);
          if (!fault || / has no \S+(_sum|_count|_bucket\{le="\+Inf"\})$/.test(fault.reason) || fault.reason.includes('final newline'))
            return;
          const read = text.split('\n').slice(0, fault.line).join('\n');
          assert.equal(faultOf(`${read}\n${tail}`)?.message, fault.message);
        }),
        { numRuns: 2000 },
      );
    });
  });

  describe('takes work in proportion to the length of', () => {
    /** Optimised code leaves counts out. */
    const flags = ['--no-opt', '--no-maglev', '--no-sparkplug'];
    let works: Map<string, readonly [short: Work, long: Work]>;
    before(function () {
      this.timeout(60_000);
      const { stdout } = spawnSync(process.execPath, [...flags, fileURLToPath(new URL('parse/work.ts', import.meta.url))]);
      const printed = JSON.parse(String(stdout)) as [is: string, short: Work, long: Work][];
      works = new Map(printed.map(([is, ...both]) => [is, both]));
    });

    for (const is of Object.keys(adversaries))
      it(is, () => {
        const [short, long] = works.get(is) ?? assert.fail('was not run');
        const said = `${short.work} for ${short.length} characters, ${long.work} for ${long.length}`;
        assert.ok(short.work >= short.length, `${said}: it looks at each`);
        assert.ok(long.work / long.length < 1.01 * (short.work / short.length), said);
        assert.ok(long.work < 40 * long.length, said);
      });
  });

  describe('is no laxer nor stricter in syntax than promtool, which apt-get install prometheus brings', () => {
    before(function () {
      if (spawnSync('promtool', ['--version']).error) this.skip();
    });
    for (const { is, text, promtoolRefuses } of good)
      it(`${is}${promtoolRefuses ? ` (but ${promtoolRefuses})` : ''}`, () => {
        assert.equal(promtool(text) === 1, promtoolRefuses !== undefined);
      });
    for (const { text, promtool: refuses } of bad.filter(isShort))
      it(`${titleOf(text)}${refuses ? '' : ' (which it takes)'}`, () => {
        assert.equal(promtool(text) === 1, refuses);
      });
  });
});
