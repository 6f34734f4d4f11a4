import assert from 'node:assert/strict';
import { cpus, loadavg, totalmem, uptime } from 'node:os';
import { definitionsOf } from '../../../src/catalogue/define.ts';
import { host } from '../../../src/catalogue/host.ts';
import { log } from '../../../src/log.ts';
import { Files } from '../../../src/readings/files.ts';
import { machine } from '../../../src/readings/host/machine.ts';
import { others } from '../../../src/readings/host/others.ts';
import { byName, numbersIn, thisMachine } from './trees.ts';

const settings = { interfaces: '', mounts: '', remote: false, log };
const nowhere = new Files('/nowhere');

describe('a machine without /proc', () => {
  for (const platform of ['darwin', 'win32'] as const) {
    it(`${platform}: is what Node says of this machine`, () => {
      const told = byName(machine(settings, platform).readings.flatMap((reading) => reading.read(nowhere)));
      assert.equal(told['system.cpu.logical.count'], cpus().length);
      assert.equal(told['system.memory.limit'], totalmem());
      assert.ok(Math.abs((told['system.uptime'] as number) - uptime()) < 2);
      assert.ok(Math.abs((told['autonomica.host.boot.time'] as number) + uptime() - Date.now() / 1000) < 3);
    });

    it(`${platform}: has a name and a kernel`, async () => {
      const found = await Promise.all(machine(settings, platform).samplings.map((sampling) => sampling.sample(nowhere)));
      const [[, attributes]] = byName(found.flat())['autonomica.host'] as [[number, Record<string, unknown>]];
      for (const key of ['name', 'arch', 'kernel', 'cpu']) assert.ok(attributes[key], key);
    });
  }

  it('darwin: has load averages', () => {
    const [one = 0] = loadavg();
    const told = byName(others('darwin').read(nowhere))['system.cpu.load_average.1m'];
    assert.ok(Math.abs((told as number) - one) < 1);
  });

  it('win32: has none, which would be 0', () => {
    assert.equal(byName(others('win32').read(nowhere))['system.cpu.load_average.1m'], undefined);
    assert.ok(!others('win32').finds.includes(host.load.one));
  });

  it('keeps the boot time that it saw first', () => {
    let now = 1e12;
    const reading = others('darwin', () => now);
    const first = byName(reading.read(nowhere))['autonomica.host.boot.time'];
    now += 60_000;
    assert.equal(byName(reading.read(nowhere))['autonomica.host.boot.time'], first);
  });
});

describe('a machine', () => {
  const { readings, samplings } = machine(settings, 'linux');
  const subjects = [...readings, ...samplings];

  it('has no metric that two subjects find, and no two subjects of one name', () => {
    const found = subjects.flatMap(({ finds }) => finds);
    assert.equal(new Set(found).size, found.length);
    assert.equal(new Set(subjects.map(({ name }) => name)).size, subjects.length);
    const known = new Set(definitionsOf(host));
    for (const definition of found) assert.ok(known.has(definition), definition.name);
  });

  if (process.platform === 'linux')
    it('this machine: is read, with finite values of what each subject said that it finds', async () => {
      for (const subject of subjects) {
        const found = 'read' in subject ? subject.read(thisMachine) : await subject.sample(thisMachine);
        numbersIn(found.map(([, points]) => points));
        for (const [definition] of found) assert.ok(subject.finds.includes(definition), `${subject.name}: ${definition.name}`);
      }
    });
});
