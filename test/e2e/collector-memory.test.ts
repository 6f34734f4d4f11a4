import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { ask } from './client.ts';
import { eventually } from './eventually.ts';
import { project } from './scratch.ts';
import { type Service, services } from './service.ts';

interface Held {
  readonly kilobytes: number;
  readonly descriptors: number;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const descriptorsOf = ({ child }: Service): number => readdirSync(`/proc/${child.pid}/fd`).length;

/** What a process holds: without garbage, and without the pages of it that V8 keeps for later, which are more and more up to some 20 MB. */
async function held(service: Service): Promise<Held> {
  const readings: number[] = [];
  for (let i = 0; i < 5; i++) {
    const before = service.stdout.length;
    service.child.kill('SIGUSR2');
    await eventually(() => assert.ok(service.stdout.length > before));
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${service.child.pid}/status`, 'utf8')) ?? [];
    readings.push(Number(kilobytes));
  }
  return { kilobytes: median(readings), descriptors: descriptorsOf(service) };
}

describe('the collector, scraped for long', () => {
  const start = services();

  it('holds after 10,000 scrapes what it held after 1,000', async function () {
    if (process.platform !== 'linux') this.skip();
    this.timeout(180_000);
    const cwd = await project();
    const file = join(cwd, 'node_modules', '.bin', 'autonomica-metrics');
    const options = ['--expose-gc', '--require', './collects.cjs'];
    const service = start({ cwd, file, options, args: ['collector'], env: { AUTONOMICA_METRICS_SAMPLE_INTERVAL: '100' } });
    const url = `${(await service.address()).replace('localhost', '127.0.0.1')}/metrics`;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const scrapes = async (n: number): Promise<void> => {
      for (let i = 0; i < n; i++) assert.equal((await ask(url, { agent })).status, 200);
    };
    await scrapes(1_000);
    const early = await held(service);
    await scrapes(9_000);
    const late = await held(service);
    assert.ok(late.kilobytes <= early.kilobytes * 1.05, JSON.stringify([early, late]));
    // a sample that is under way has a file open, one that is over does not
    await eventually(() =>
      assert.ok(descriptorsOf(service) <= early.descriptors, `${descriptorsOf(service)}, ${early.descriptors} before`),
    );
    agent.destroy();
  });
});
