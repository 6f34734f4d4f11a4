import assert from 'node:assert/strict';
import { cpus, hostname, release } from 'node:os';
import { Files } from '../../../src/readings/files.ts';
import { info, parseRelease } from '../../../src/readings/host/info.ts';
import { isTotal, thisMachine, type Tree, tree } from './trees.ts';

const told = async (files: Files): Promise<Readonly<Record<string, unknown>>> => {
  const [[, [point]]] = (await info().sample(files)) as [[unknown, [[number, Record<string, unknown>]]]];
  assert.equal(point[0], 1);
  const { arch, ...rest } = point[1];
  assert.match(String(arch), /^(amd64|arm64|arm32|x86|ppc64|s390x|riscv64|loong64)$/);
  return rest;
};

describe('what a machine is', () => {
  for (const [name, expected] of [
    [
      'bare-server',
      { name: 'db-07', kernel: '6.8.0-45-generic', os: 'Ubuntu', version: '24.04', cpu: 'Intel(R) Xeon(R) E-2224G CPU @ 3.50GHz' },
    ],
    ['arm-board', { name: 'rock', kernel: '6.1.84-rockchip', os: 'Armbian "community"', version: '12', cpu: undefined }],
    ['many-cores', { name: 'bignode', kernel: '6.12.9', os: undefined, version: undefined, cpu: 'AMD EPYC 7543 32-Core Processor' }],
  ] as const satisfies readonly (readonly [Tree, Record<string, unknown>])[])
    it(`${name}: is told`, async () => assert.deepEqual(await told(tree(name)), expected));

  it('vm: has the name that is written, for who asks from a container', async () =>
    assert.equal((await told(tree('vm')))['name'], 'worker-1.internal'));

  it('garbage: is what Node says', async () => {
    const { name, kernel, cpu } = await told(tree('garbage'));
    assert.deepEqual([name, kernel, cpu], [hostname(), release(), undefined]);
  });

  it('this machine: is what Node says', async () => {
    const { name, kernel, cpu } = await told(thisMachine);
    assert.deepEqual([name, kernel], [hostname(), release()]);
    if (cpu !== undefined) assert.equal(cpu, cpus()[0]?.model.trim());
  });
});

describe('the release of a distribution', () => {
  for (const [text, name] of [
    ['NAME="Debian GNU/Linux"\n', 'Debian GNU/Linux'],
    ["NAME='Red Hat'", 'Red Hat'],
    ['NAME=Fedora\r\n', 'Fedora'],
    ['NAME="a \\"b\\" \\$c \\\\"', 'a "b" $c \\'],
    ["NAME='a \\b'", 'a \\b'],
    ['# NAME=x\n', undefined],
    ['NAME=\n', undefined],
    ['PRETTY_NAME=x', undefined],
  ] as const)
    it(`is ${name} in ${JSON.stringify(text)}`, () => assert.equal(parseRelease(text).name, name));

  it('is some text or none, whatever the file says', () => isTotal('etc/os-release', parseRelease));
});
