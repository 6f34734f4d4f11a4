import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Files } from '../../../src/readings/files.ts';
import { parseState, processes } from '../../../src/readings/host/processes.ts';
import { byName, isTotal, onLinux, thisMachine, type Tree, tree } from './trees.ts';

type Points = readonly (readonly [number, { readonly state: string }])[];
const told = async (files: Files): Promise<Record<string, number>> =>
  Object.fromEntries((byName(await processes.sample(files))['system.process.count'] as Points).map(([count, { state }]) => [state, count]));
const none = { running: 0, sleeping: 0, blocked: 0, idle: 0, stopped: 0, defunct: 0 };

describe('processes', () => {
  for (const [name, expected] of [
    ['bare-server', { running: 1, sleeping: 3, blocked: 1, idle: 2, stopped: 2, defunct: 1 }],
    ['arm-board', { ...none, running: 1, sleeping: 2, idle: 1 }],
    ['vm', { ...none, sleeping: 2 }],
  ] as const satisfies readonly (readonly [Tree, Record<string, number>])[])
    it(`${name}: are counted by state`, async () => assert.deepEqual(await told(tree(name)), expected));

  it('garbage: can not be counted', async () => assert.rejects(told(tree('garbage')), /state of no process/));
  it('have a name that may hold anything', () => assert.equal(parseState('7 (a) R (b\n) Z) S 1 7'), 'sleeping'));
  it('are known or none, whatever a file says', () => isTotal('proc/1/stat', parseState));

  it('that a mount option hides are not taken for all', async () => {
    class Hiding extends Files {
      override async listLater(): Promise<string[]> {
        return ['self', '4711'];
      }
    }
    await assert.rejects(told(new Hiding()), /hidepid/);
  });

  it('hold the event loop for a few milliseconds at most', async () => {
    class Crowded extends Files {
      reads = 0;
      override async listLater(): Promise<string[]> {
        return Array.from({ length: 3000 }, (_, i) => String(i + 1));
      }
      override text(): string {
        this.reads += 1;
        for (const until = performance.now() + 0.02; performance.now() < until; );
        return '1 (a) S 0';
      }
    }
    const crowd = new Crowded();
    const between: number[] = [];
    let last = 0;
    const watch = setInterval(() => {
      between.push(crowd.reads - last);
      last = crowd.reads;
    }, 1);
    assert.equal((await told(crowd))['sleeping'], 3000);
    clearInterval(watch);
    // a turn of the loop comes after a millisecond of reads, which are 50; some are late on a machine that is busy
    assert.ok(between.length >= 10 && between.every((reads) => reads <= 250), between.join(' '));
  });

  if (onLinux)
    it('this machine: has a stopped one more after stopping one', async () => {
      const child = spawn('sleep', ['60'], { stdio: 'ignore' });
      try {
        await once(child, 'spawn');
        const before = await told(thisMachine);
        child.kill('SIGSTOP');
        let after = await told(thisMachine);
        for (let i = 0; i < 100 && after['stopped'] === before['stopped']; i++) after = await told(thisMachine);
        assert.ok((after['stopped'] ?? 0) > (before['stopped'] ?? 0), JSON.stringify([before, after]));
        assert.ok((after['running'] ?? 0) >= 1);
      } finally {
        child.kill('SIGKILL');
      }
    });
});
