import assert from 'node:assert/strict';
import { loadavg } from 'node:os';
import { load, parseLoad } from '../../../src/readings/host/load.ts';
import { byName, isTotal, onLinux, thisMachine, tree } from './trees.ts';

describe('load averages', () => {
  it('are the first three numbers', () => assert.deepEqual(parseLoad('0.20 0.18 12.05 1/80 11206\n'), [0.2, 0.18, 12.05]));

  for (const text of ['', '0.20 0.18', 'a b c d', '1 2 3 4', 'NaN NaN NaN 1', `${'9'.repeat(400)}.0 1.0 1.0 1`])
    it(`are none in ${JSON.stringify(text.slice(0, 20))}`, () => assert.equal(parseLoad(text), undefined));

  it('many-cores: are told', () => assert.deepEqual(Object.values(byName(load.read(tree('many-cores')))), [96.12, 88.4, 71.02]));
  it('garbage: can not be read', () => assert.throws(() => load.read(tree('garbage')), /proc\/loadavg/));
  it('are finite, whatever the file says', () => isTotal('proc/loadavg', parseLoad));

  if (onLinux)
    it('this machine: are what Node says', () => {
      const told = Object.values(byName(load.read(thisMachine))) as number[];
      for (const [i, average] of loadavg().entries()) assert.ok(Math.abs((told[i] ?? Number.NaN) - average) < 0.5, `${told[i]} ${average}`);
    });
});
