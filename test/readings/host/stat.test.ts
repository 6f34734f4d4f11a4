import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cpus, uptime } from 'node:os';
import fc from 'fast-check';
import { host } from '../../../src/catalogue/host.ts';
import { Files } from '../../../src/readings/files.ts';
import { hold } from '../../../src/readings/host/hold.ts';
import { parseStat, stat } from '../../../src/readings/host/stat.ts';
import { byName, isTotal, onLinux, texts, thisMachine, type Tree, tree } from './trees.ts';

/** A machine whose /proc/stat says what it is told to. */
class Told extends Files {
  says = '';
  override text(): string {
    return this.says;
  }
}

const timesOf = (reading: ReturnType<typeof stat>, files: Files): Map<string, number> => {
  const points = reading.read(files).find(([definition]) => definition === host.cpu.time)?.[1] ?? [];
  return new Map(points.map(([value, attributes]) => [`${String(attributes['core'])} ${String(attributes['mode'])}`, value]));
};

describe('/proc/stat', () => {
  it('bare-server: tells every mode of every core, guests within user, and the rest', () => {
    const files = tree('bare-server');
    const found = byName(stat().read(files));
    const times = timesOf(stat(), files);
    assert.equal(times.size, 64);
    const line = /^cpu5 .*$/m.exec(files.text('proc/stat')) ?? [''];
    const [, user, nice, system, idle, iowait, interrupt, softirq, steal] = line[0].split(' ').map(Number);
    const expected = { user, nice, system, idle, iowait, interrupt, softirq, steal };
    for (const [mode, ticks] of Object.entries(expected)) assert.equal(times.get(`5 ${mode}`), (ticks as number) / 100, mode);
    assert.equal(found['system.cpu.logical.count'], 8);
    assert.equal(found['system.process.created'], 1893021);
    assert.equal(found['autonomica.host.boot.time'], 1751612345);
    assert.deepEqual(found['autonomica.host.threads'], [
      [3, { state: 'runnable' }],
      [1, { state: 'blocked' }],
    ]);
  });

  for (const [name, count] of [
    ['arm-board', 4],
    ['vm', 2],
    ['many-cores', 124],
  ] as const satisfies readonly (readonly [Tree, number])[])
    it(`${name}: has ${count} cores online`, () => assert.equal(byName(stat().read(tree(name)))['system.cpu.logical.count'], count));

  it('garbage: tells what can be read, and no mode that is not there', () => {
    const found = byName(stat().read(tree('garbage')));
    assert.deepEqual(
      [...timesOf(stat(), tree('garbage'))],
      [
        ['0 user', 0.12],
        ['0 nice', 0.34],
      ],
    );
    for (const name of ['system.process.created', 'autonomica.host.threads', 'autonomica.host.boot.time'])
      assert.deepEqual(found[name], [], name);
  });

  it('of an old kernel has no time stolen, rather than none', () =>
    assert.deepEqual(parseStat('cpu  1 2 3 4\ncpu0 1 2 3 4\n').cores, new Map([[0, [1, 2, 3, 4]]])));

  it('does not take a line that was cut off', () => assert.deepEqual(parseStat('cpu0 1 2 3 4\ncpu1 1 2').cores.size, 1));

  it('without CPUs can not be read', () => assert.throws(() => stat().read(Object.assign(new Told(), { says: 'intr 1\n' })), /CPUs/));

  it('gives finite numbers, whatever it says', () => isTotal('proc/stat', parseStat));

  if (onLinux)
    it('this machine: agrees with Node', () => {
      const before = cpus();
      const times = timesOf(stat(), thisMachine);
      const after = cpus();
      assert.equal(byName(stat().read(thisMachine))['system.cpu.logical.count'], before.length);
      for (const [core, { times: from }] of before.entries())
        for (const [mode, key] of Object.entries({ user: 'user', nice: 'nice', system: 'sys', interrupt: 'irq' } as const)) {
          const seconds = times.get(`${core} ${mode}`) ?? Number.NaN;
          const to = after[core]?.times[key] ?? 0;
          assert.ok(from[key] / 1000 <= seconds && seconds <= to / 1000, `${core} ${mode}: ${from[key]} ${seconds} ${to}`);
        }
      const booted = byName(stat().read(thisMachine))['autonomica.host.boot.time'] as number;
      assert.ok(Math.abs(Date.now() / 1000 - uptime() - booted) < 5);
      const [, created] = /^processes (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
      assert.ok((byName(stat().read(thisMachine))['system.process.created'] as number) >= Number(created));
    });
});

describe('the time of a core', () => {
  const line = (...times: number[]): string => `cpu0 ${times.join(' ')}\n`;
  const idle = (reading: ReturnType<typeof stat>, files: Told, ...times: number[]): number | undefined => {
    files.says = line(...times);
    return timesOf(reading, files).get('0 idle');
  };

  it('is held where the kernel lets it fall a little, until it has caught up', () => {
    const [reading, files] = [stat(), new Told()];
    const told = [1000, 990, 700, 995, 1001].map((ticks) => idle(reading, files, 1, 1, 1, ticks));
    assert.deepEqual(told, [10, 10, 10, 10, 10.01]);
  });

  it('starts again where the core did', () => {
    const [reading, files] = [stat(), new Told()];
    assert.deepEqual(
      [1000, 699, 690, 700].map((ticks) => idle(reading, files, 1, 1, 1, ticks)),
      [10, 6.99, 6.99, 7],
    );
  });

  it('is forgotten with the core, and told of one that comes', () => {
    const [reading, files] = [stat(), new Told()];
    for (const [says, expected] of [
      [`${line(5, 5)}cpu1 100 100\n`, ['0 user', '0 nice', '1 user', '1 nice']],
      [line(5, 5), ['0 user', '0 nice']],
      [`${line(5, 5)}cpu1 90 90\n`, ['0 user', '0 nice', '1 user', '1 nice']],
    ] as const) {
      files.says = says;
      assert.deepEqual([...timesOf(reading, files).keys()], expected);
    }
    assert.equal(timesOf(reading, files).get('1 user'), 0.9);
  });

  it('is held in every other mode, by whatever the kernel corrects it', () =>
    assert.deepEqual(
      [...hold(new Map([[0, [10, 10, 10, 5000, 90_000]]]), new Map([[0, [11, 9, 10, 4990, 100]]])).values()],
      [[11, 10, 10, 5000, 90_000]],
    ));

  it('never falls unless the core was idle for more than 3 s less, whatever the kernel says', () =>
    fc.assert(
      fc.property(fc.array(texts('proc/stat'), { minLength: 2, maxLength: 6 }), (given) => {
        let told: ReturnType<typeof hold> = new Map();
        for (const { cores } of given.map(parseStat)) {
          const now = hold(told, cores);
          assert.deepEqual([...now.keys()], [...cores.keys()]);
          for (const [core, times] of now) {
            const last = told.get(core);
            const fell = times.some((time, mode) => time < (last?.[mode] ?? 0));
            assert.ok(!fell || (last?.[3] ?? 0) - (cores.get(core)?.[3] ?? 0) > 300, String(core));
          }
          told = now;
        }
      }),
      { numRuns: 300 },
    ));
});
