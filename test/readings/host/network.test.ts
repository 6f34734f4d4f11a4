import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { host } from '../../../src/catalogue/host.ts';
import { Files } from '../../../src/readings/files.ts';
import { network, parseInterfaces } from '../../../src/readings/host/network.ts';
import { garbled, onLinux, Root, sound, textOf, told } from '../roots.ts';

const { io, packets, dropped, errors } = host.network;

const names = (files: Files, pattern = ''): readonly string[] => [
  ...new Set(told(network(pattern).read(files), io).map((each) => each.split(' ')[1] ?? '')),
];

describe('interfaces', () => {
  it('of the bare server are its cards, whose traffic the bond and the VLAN tell again', () => {
    const found = network('').read(new Root('bare-server'));
    assert.deepEqual(told(found, io), [
      '81204122041 eno1 receive',
      '41204122041 eno1 transmit',
      '71204122041 eno2 receive',
      '31204122041 eno2 transmit',
    ]);
    assert.deepEqual(told(found, packets).slice(0, 2), ['91204122 eno1 receive', '71204122 eno1 transmit']);
    assert.deepEqual(told(found, errors), ['3 eno1 receive', '0 eno1 transmit', '0 eno2 receive', '0 eno2 transmit']);
    assert.deepEqual(told(found, dropped), ['1204 eno1 receive', '0 eno1 transmit', '412 eno2 receive', '7 eno2 transmit']);
  });

  for (const [tree, pattern, expected] of [
    ['laptop', '', ['wlp2s0', 'enx00e04c680001', 'tun0']],
    ['laptop', 'lo|tun.', ['lo', 'tun0']],
    ['bare-server', 'bond0', ['bond0']],
    ['bare-server', 'bond0.*', ['bond0', 'bond0.100']],
    ['vm', '', ['eth0']],
    ['vm', 'none', []],
    ['many-cores', 'enp1.*', ['enp1s0f0', 'enp1s0f1']],
  ] as const)
    it(`of the ${tree}${pattern && ` that are ${pattern}`}`, () => assert.deepEqual(names(new Root(tree), pattern), expected));

  it('of the machine with many cores leave out those of its containers', () => assert.equal(names(new Root('many-cores')).length, 8));

  it('named like a bond are real where they are a device', () => {
    class Renamed extends Root {
      override has = (name: string): boolean => name === 'sys/class/net/br0/device';
      override ofMachine = (): string => ['lo', 'bond0', 'br0'].map((name) => `${name}: ${'1 '.repeat(16)}\n`).join('');
    }
    assert.deepEqual(names(new Renamed('vm')), ['br0']);
  });

  it('of the garbage: a line that says something else is left out', () => {
    assert.deepEqual(
      parseInterfaces(textOf('garbage', 'proc/1/net/dev')).map(({ name }) => name),
      ['eth0'],
    );
    class Other extends Root {
      override ofMachine = (): string => '';
    }
    assert.throws(() => network('').read(new Other('vm')), /^UnreadableError: net\/dev/);
  });

  it('of any text have only finite numbers', () =>
    fc.assert(fc.property(garbled('proc/1/net/dev'), (text) => sound(parseInterfaces(text)))));

  onLinux('of this machine are between what the kernel tells before and after', () => {
    const received = (): number => Number(/^\s*lo:\s*(\d+)/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1]);
    const before = received();
    const value = Number.parseInt(told(network('lo').read(new Files()), io)[0] ?? '', 10);
    assert.ok(value >= before && value <= received(), `${before} ${value}`);
    assert.ok(!names(new Files()).includes('lo'));
  });
});
