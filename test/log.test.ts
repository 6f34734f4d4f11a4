import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineOf } from '../src/log-line.ts';
import { log, setFormat, setLevel } from '../src/log.ts';
import { logged } from './support.ts';

const now = new Date('2026-02-03T04:05:06.789Z');
const written = fc.string({ unit: 'binary' });
/** One key and value of a line, as a reader of logfmt takes it. */
const pair = /(\w+)=("(?:[^"\\]|\\.)*"|[^" ]*)(?: |$)/gy;

const pairsOf = (line: string): Record<string, unknown> =>
  Object.fromEntries([...line.matchAll(pair)].map(([, key, value = '']) => [key, value.startsWith('"') ? JSON.parse(value) : value]));

describe('the log', () => {
  afterEach(() => {
    setFormat('text');
    setLevel('info');
  });

  it('is text, unless asked otherwise', async () => {
    assert.deepEqual(await logged(() => log.info('a "b"')), ['@autonomica/metrics: a "b"']);
  });

  it('is one line a message in logfmt, from which that can be read again', () => {
    assert.equal(lineOf('logfmt', 'info', 'a "b"\nc', now), String.raw`time=2026-02-03T04:05:06.789Z level=info msg="a \"b\"\nc"`);
    fc.assert(
      fc.property(written, (msg) => {
        const line = lineOf('logfmt', 'warn', msg, now);
        assert.ok(!line.includes('\n'));
        assert.deepEqual(pairsOf(line), { time: now.toISOString(), level: 'warn', msg });
      }),
    );
  });

  it('is one object a line in JSON', () => {
    fc.assert(
      fc.property(written, (msg) => {
        const line = lineOf('json', 'error', msg, now);
        assert.ok(!line.includes('\n'));
        assert.deepEqual(JSON.parse(line), { time: now.toISOString(), level: 'error', msg });
      }),
    );
  });

  it('leaves out what is below its level, in every format', async () => {
    setLevel('warn');
    for (const format of ['text', 'logfmt', 'json'] as const) {
      setFormat(format);
      const lines = await logged(() => {
        log.info('quiet');
        log.warn('loud');
      });
      assert.equal(lines.length, 1);
      assert.match(lines.join(), /loud/);
    }
  });
});
