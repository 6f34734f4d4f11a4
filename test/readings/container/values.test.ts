import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { countCpus, parseQuota } from '../../../src/readings/container/cpu.ts';
import { parseIoStat, parsePartitions, parseThrottle } from '../../../src/readings/container/disk.ts';
import { parseTotal } from '../../../src/readings/container/memory.ts';
import { parseStart, parseUptime } from '../../../src/readings/container/uptime.ts';
import { least, valueOf, whole } from '../../../src/readings/container/values.ts';

describe("what a control group's files say", () => {
  for (const [text, value] of [
    ['42\n', 42],
    ['0\n', 0],
    ['9223372036854771712\n', 9223372036854771712],
    ['18446744073709551615\n', 2 ** 64],
    ['max\n', undefined],
    ['-1\n', undefined],
    ['', undefined],
    ['1 2', undefined],
    ['0x10', undefined],
    ['1e3', undefined],
    ['9'.repeat(400), undefined],
  ] as const)
    it(`is a number: ${JSON.stringify(text.slice(0, 30))}`, () => assert.equal(whole(text), value));

  it('is a value of a key, not of another that contains it', () => {
    const stat = 'anon 7\ninactive_file 5\ntotal_inactive_file 9\nfile x\n';
    assert.deepEqual(
      ['anon', 'inactive_file', 'total_inactive_file', 'file', 'active_file', ''].map((key) => valueOf(stat, key)),
      [7, 5, 9, undefined, undefined, undefined],
    );
    assert.equal(valueOf(undefined, 'anon'), undefined);
  });

  it('is the least of limits', () => {
    assert.equal(least([3, undefined, 2]), 2);
    assert.equal(least([undefined]), undefined);
  });

  for (const [text, cpus] of [
    ['50000 100000\n', 0.5],
    ['250000 100000', 2.5],
    ['max 100000\n', undefined],
    ['-1\n 100000\n', undefined],
    ['0 0', undefined],
    ['100000', undefined],
    ['undefined undefined', undefined],
  ] as const)
    it(`is a quota of CPUs: ${JSON.stringify(text)}`, () => assert.equal(parseQuota(text), cpus));

  for (const [text, count] of [
    ['0-3\n', 4],
    ['0\n', 1],
    ['0-1,4,6-7\n', 5],
    ['\n', undefined],
    ['3-1', undefined],
    ['0-', undefined],
    ['0-9999999', undefined],
  ] as const)
    it(`is a list of CPUs: ${JSON.stringify(text)}`, () => assert.equal(countCpus(text), count));

  it('is bytes by device', () => {
    assert.deepEqual(parseIoStat('8:0 rbytes=1 wbytes=2 rios=3\n8:16 \n253:0 wbytes=5\n'), [
      ['8:0', 'read', 1],
      ['8:0', 'write', 2],
      ['253:0', 'write', 5],
    ]);
    assert.deepEqual(parseThrottle('8:0 Read 1\n8:0 Write 2\n8:0 Sync 3\n8:0 Total 3\nTotal 3\n'), [
      ['8:0', 'read', 1],
      ['8:0', 'write', 2],
    ]);
    assert.deepEqual([...parsePartitions('major minor  #blocks  name\n\n   8        0  488386584 sda\n')], [['8:0', 'sda']]);
  });

  it('is times', () => {
    const rest = `S 0 1 1 0 -1 4194560 1 0 0 0 12 3 0 0 20 0 11 0 12345 1088536576`;
    for (const name of ['node', 'a b', ') (', 'a) S 1 1\n']) assert.equal(parseStart(`7 (${name}) ${rest} 1 2\n`), 123.45, name);
    assert.equal(parseUptime('86400.50 170000.00\n'), 86400.5);
    assert.equal(parseTotal('MemTotal:       16303428 kB\n'), 16303428 * 1024);
  });

  it('is nothing, or finite, of anything', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'rbytes=',
        'Read',
        '8:0',
        'max',
        '-',
        ',',
        ':',
        '=',
        'MemTotal:',
        'kB',
        '1 (a)',
        'S',
        'NaN',
        'Infinity',
        '1e999',
        '\n',
        ' ',
      ),
      fc.bigInt({ min: -(10n ** 400n), max: 10n ** 400n }).map(String),
      fc.string({ unit: 'binary' }),
    );
    const isFine = (value: number | undefined): boolean => value === undefined || (Number.isFinite(value) && value >= 0);
    const parsers = [whole, parseQuota, countCpus, parseTotal, parseStart, parseUptime, (text: string) => valueOf(text, 'a')];
    const text = fc.array(word).map((words) => words.join(' '));
    fc.assert(fc.property(text, (any) => parsers.every((parse) => isFine(parse(any)))));
    fc.assert(fc.property(text, (any) => [...parseIoStat(any), ...parseThrottle(any)].every(([, , bytes]) => isFine(bytes))));
    fc.assert(fc.property(text, (any) => parsePartitions(any).size >= 0));
  });
});
