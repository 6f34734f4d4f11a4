import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { Files } from '../../../src/readings/files.ts';
import { parsePressure, pressure } from '../../../src/readings/host/pressure.ts';
import { byName, isTotal, thisMachine, tree } from './trees.ts';

type Points = readonly (readonly [number, { readonly resource: string; readonly severity: string }])[];
const told = (files: Files): Record<string, number> =>
  Object.fromEntries(
    (byName(pressure.read(files))['autonomica.host.pressure'] as Points).map(([value, { resource, severity }]) => [
      `${resource} ${severity}`,
      value,
    ]),
  );

describe('pressure', () => {
  const memoryAndIo = { 'memory some': 1.25, 'memory full': 0.75, 'io some': 92.500001, 'io full': 81 };
  it('bare-server: is the time that tasks waited, in seconds', () =>
    assert.deepEqual(told(tree('bare-server')), { 'cpu some': 4408.712025, 'cpu full': 0, ...memoryAndIo }));
  it('vm: has no full of the CPUs on its kernel', () => assert.deepEqual(told(tree('vm')), { 'cpu some': 4408.712025, ...memoryAndIo }));
  it('garbage: can not be read', () => assert.throws(() => told(tree('garbage')), /a total expected/));
  it('is no fault where there is none', () => assert.deepEqual(told(new Files('/nowhere')), {}));

  it('is no fault where the kernel has it switched off', () => {
    class Off extends Files {
      override text(): string {
        throw Object.assign(new Error('operation not supported on socket, read'), { code: 'ENOTSUP' });
      }
    }
    assert.deepEqual(told(new Off()), {});
  });

  it('is finite, whatever its file says', () => isTotal('proc/pressure/io', parsePressure));

  if (existsSync('/proc/pressure/cpu'))
    it('this machine: grows', () => {
      const before = told(thisMachine);
      const after = told(thisMachine);
      assert.ok(Object.keys(before).length >= 5, JSON.stringify(before));
      for (const [what, seconds] of Object.entries(before)) assert.ok((after[what] ?? -1) >= seconds, what);
    });
});
