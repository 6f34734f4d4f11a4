import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { host } from '../../../src/catalogue/host.ts';
import { Files } from '../../../src/readings/files.ts';
import { paging, parsePaging, parseSwaps } from '../../../src/readings/host/paging.ts';
import { garbled, onLinux, Root, sound, textOf, told } from '../roots.ts';

const { usage, operations, faults } = host.paging;
const { oomKills } = host.memory;

/** A machine that tells these texts, and has no other file. */
class Told extends Files {
  texts: Readonly<Record<string, string>> = {};
  override text(name: string): string {
    const text = this.texts[name];
    if (text === undefined) throw Object.assign(new Error(name), { code: 'ENOENT' });
    return text;
  }
}

describe('paging', () => {
  it('of the bare server is told by device', () => {
    const found = paging().read(new Root('bare-server'));
    const [all, used] = [8388604 * 1024, 262144 * 1024];
    assert.deepEqual(told(found, usage), [
      `${used} /dev/dm-1 used`,
      `${all - used} /dev/dm-1 free`,
      '0 /srv/swap file used',
      `${4194300 * 1024} /srv/swap file free`,
    ]);
    assert.deepEqual(told(found, operations), ['1204 in', '66812 out']);
    assert.deepEqual(told(found, faults), ['81204 major', `${9812204122 - 81204} minor`]);
    assert.deepEqual(told(found, oomKills), ['2']);
  });

  it('of the vm is 0 of no device, and of no kills where the kernel does not count them', () => {
    const found = paging().read(new Root('vm'));
    assert.deepEqual(told(found, usage), ['0 used', '0 free']);
    assert.deepEqual(told(found, operations), ['0 in', '0 out']);
    assert.deepEqual(told(found, oomKills), []);
  });

  it('of a kernel that can not swap is 0 too', () => {
    const files = new Told();
    files.texts = { 'proc/vmstat': 'pgfault 5\n' };
    const found = paging().read(files);
    assert.deepEqual(told(found, usage), ['0 used', '0 free']);
    assert.deepEqual([...told(found, operations), ...told(found, faults)], []);
  });

  it('of the garbage can not be read', () => {
    assert.throws(() => paging().read(new Root('garbage')), /^UnreadableError: proc\/swaps: a table of swap devices expected$/);
    assert.deepEqual([...parsePaging(textOf('garbage', 'proc/vmstat'))], [['pgmajfault ', 12]]);
  });

  it('never counts minor faults down by those that turn out to be major', () => {
    const files = new Told();
    const reading = paging();
    const minor = (faulted: number, major: number): string | undefined => {
      files.texts = { 'proc/vmstat': `pgfault ${faulted}\npgmajfault ${major}\n` };
      return told(reading.read(files), faults)[1];
    };
    assert.equal(minor(100_000, 10), '99990 minor');
    assert.equal(minor(100_000, 12), '99990 minor');
    assert.equal(minor(100_004, 12), '99992 minor');
    assert.equal(minor(4, 6), '0 minor', 'of another machine, to which the process was moved');
  });

  it('of any text has only finite numbers', () => {
    fc.assert(fc.property(garbled('proc/swaps'), (text) => sound(parseSwaps(text))));
    fc.assert(fc.property(garbled('proc/vmstat'), (text) => sound(parsePaging(text))));
  });

  onLinux('of this machine goes on', () => {
    const count = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(readFileSync('/proc/vmstat', 'utf8'))?.[1]);
    const before = count('pgfault') - count('pgmajfault');
    const found = paging().read(new Files());
    const minor = Number.parseInt(told(found, faults)[1] ?? '', 10);
    assert.ok(minor >= before - 1000 && minor <= count('pgfault'), `${before} ${minor}`);
    const swaps = readFileSync('/proc/swaps', 'utf8').trim().split('\n').length - 1;
    assert.equal(told(found, usage).length, Math.max(1, swaps) * 2);
  });
});
