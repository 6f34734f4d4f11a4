import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { descriptors, parseDescriptors } from '../../../src/readings/host/descriptors.ts';
import { byName, isTotal, onLinux, thisMachine, tree } from './trees.ts';

const told = (files = thisMachine): readonly unknown[] => Object.values(byName(descriptors.read(files)));

describe('file descriptors', () => {
  it('bare-server: are counted, with a limit that is none', () => assert.deepEqual(told(tree('bare-server')), [12704, 2 ** 63]));
  it('arm-board: have a limit', () => assert.deepEqual(told(tree('arm-board')), [1536, 791254]));
  it('garbage: can not be read', () => assert.throws(() => told(tree('garbage')), /file-nr: three numbers/));
  it('of old kernels include unused ones, which are not counted', () => assert.deepEqual(parseDescriptors('100\t40\t999\n'), [60, 999]));
  it('are finite, whatever the file says', () => isTotal('proc/sys/fs/file-nr', parseDescriptors));

  if (onLinux)
    it('this machine: are more than this process has, and below the limit', () => {
      const [count, limit] = told() as [number, number];
      assert.ok(count >= readdirSync('/proc/self/fd').length - 1 && count < limit, `${count} ${limit}`);
    });
});
