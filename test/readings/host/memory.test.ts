import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { host } from '../../../src/catalogue/host.ts';
import { Files } from '../../../src/readings/files.ts';
import { memory, parseMemory } from '../../../src/readings/host/memory.ts';
import { garbled, onLinux, Root, sound, textOf, told } from '../roots.ts';

const { usage, limit, available } = host.memory;
const withoutAvailable = textOf('bare-server', 'proc/meminfo').replace(/^MemAvailable.*\n/m, '');

describe('memory', () => {
  it('of the bare server: what is used is what is not available', () => {
    const found = memory.read(new Root('bare-server'));
    assert.deepEqual(told(found, limit), [`${65842312 * 1024}`]);
    assert.deepEqual(told(found, available), [`${41204120 * 1024}`]);
    assert.deepEqual(told(found, usage), [
      `${(65842312 - 41204120) * 1024} used`,
      `${2104412 * 1024} free`,
      `${812204 * 1024} buffers`,
      `${30120412 * 1024} cached`,
    ]);
  });

  it('of a kernel that does not estimate what is available', () => {
    const found = parseMemory(withoutAvailable);
    assert.equal(found?.available, undefined);
    assert.equal(found?.used, (65842312 - 2104412 - 812204 - 30120412) * 1024);
    assert.equal(parseMemory(withoutAvailable.replace(/^Cached.*\n/m, ''))?.used, undefined);
  });

  it('of the garbage is what of it can be read', () => {
    const found = memory.read(new Root('garbage'));
    assert.deepEqual(told(found, limit), [`${16204412 * 1024}`]);
    assert.deepEqual([...told(found, usage), ...told(found, available)], []);
  });

  it('is never less than nothing used', () => assert.equal(parseMemory('MemTotal:  10 kB\nMemAvailable:  12 kB\n')?.used, 0));

  it('can not be read where there is no total', () => {
    for (const text of ['', 'MemTotal:\n', 'MemTotal: -5 kB\n', `MemTotal: ${'9'.repeat(400)} kB\n`])
      assert.equal(parseMemory(text), undefined);
    class Empty extends Files {
      override text = (): string => '';
    }
    assert.throws(() => memory.read(new Empty()), /^UnreadableError: proc\/meminfo: MemTotal expected$/);
    assert.throws(() => memory.read(new Files('/nowhere')), /ENOENT/);
  });

  it('of any text has only finite numbers', () => fc.assert(fc.property(garbled('proc/meminfo'), (text) => sound(parseMemory(text)))));

  onLinux('of this machine is what free tells', () => {
    const [, total = '', , free = '', , , left = ''] =
      /^Mem:.*$/m.exec(execFileSync('free', ['-b'], { encoding: 'utf8' }))?.[0].split(/\s+/) ?? [];
    const found = memory.read(new Files());
    const near = (one: string | undefined, other: string): void =>
      assert.ok(Math.abs(Number.parseInt(one ?? '', 10) - Number(other)) < Number(total) * 0.03, `${one} and ${other}`);
    assert.deepEqual(told(found, limit), [total]);
    near(told(found, available)[0], left);
    near(told(found, usage)[0], `${Number(total) - Number(left)}`);
    near(told(found, usage)[1], free);
  });
});
