import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { cores, countCores } from '../../../src/readings/host/cores.ts';
import { byName, isTotal, onLinux, thisMachine, tree } from './trees.ts';
import { Files } from '../../../src/readings/files.ts';

const counted = async (files: Files): Promise<unknown> => byName(await cores().sample(files))['system.cpu.physical.count'];

describe('cores', () => {
  for (const [name, expected, what] of [
    ['bare-server', 4, 'of two threads each'],
    ['arm-board', 4, 'by its topology'],
    ['vm', 2, 'as its hypervisor says'],
    ['many-cores', 64, 'of two packages that number theirs alike'],
    ['garbage', [], 'unknown'],
  ] as const)
    it(`${name}: ${what}`, async () => assert.deepEqual(await counted(tree(name)), expected));

  it('are counted once', async () => {
    const sampling = cores();
    const first = await sampling.sample(tree('bare-server'));
    assert.deepEqual(await sampling.sample(new Files('/nowhere')), first);
  });

  it('are counted again while they are not known', async () => {
    const sampling = cores();
    assert.deepEqual(byName(await sampling.sample(new Files('/nowhere'))), { 'system.cpu.physical.count': [] });
    assert.deepEqual(byName(await sampling.sample(tree('vm'))), { 'system.cpu.physical.count': 2 });
  });

  it('are finite, whatever /proc/cpuinfo says', () => isTotal('proc/cpuinfo', countCores));

  if (onLinux)
    it('this machine: are no more than its logical CPUs', async () => {
      const count = await counted(thisMachine);
      assert.ok(typeof count !== 'number' || (count > 0 && count <= cpus().length), String(count));
    });
});
