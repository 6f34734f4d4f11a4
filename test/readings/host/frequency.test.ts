import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { frequency, parseFrequencies } from '../../../src/readings/host/frequency.ts';
import type { Files } from '../../../src/readings/files.ts';
import { byName, isTotal, numbersIn, onLinux, thisMachine, type Tree, tree } from './trees.ts';

type Points = readonly (readonly [number, Readonly<Record<string, unknown>>])[];
const told = async (files: Files): Promise<Points> => byName(await frequency.sample(files))['system.cpu.frequency'] as Points;

describe('frequencies', () => {
  for (const [name, expected] of [
    ['bare-server', [800e6, 900e6, 1000e6, 1100e6, 1200e6, 1300e6, 1400e6]],
    ['arm-board', [1416e6, 1416e6, 1416e6, 1416e6]],
    ['vm', [2596132e3, 2596132e3]],
    ['garbage', []],
  ] as const satisfies readonly (readonly [Tree, readonly number[]])[])
    it(`${name}: ${expected.length} are told`, async () =>
      assert.deepEqual(
        await told(tree(name)),
        expected.map((hertz, core) => [hertz, { core }]),
      ));

  it('many-cores: are of the CPUs that are online, by number', async () => {
    const points = await told(tree('many-cores'));
    assert.equal(points.length, 124);
    assert.deepEqual(points[20], [2823e6, { core: 23 }]);
  });

  it('are finite, whatever /proc/cpuinfo says', () => isTotal('proc/cpuinfo', parseFrequencies));

  if (onLinux)
    it('this machine: are of its CPUs', async () => {
      const points = await told(thisMachine);
      numbersIn(points);
      assert.ok(points.length <= cpus().length && points.every(([hertz]) => hertz > 1e6), JSON.stringify(points));
    });
});
