import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Attack } from '../../test/beacon/attack.ts';
import { answer, asked } from './child.ts';
import { mustEqual, shownAt, totalOf } from './counted.ts';
import { random } from './data.ts';
import { Running } from './running.ts';
import { freePort } from './server.ts';

const early = 20_000;
const count = 100_000;
const stalled = 200;
const connections = 32;
const megabyte = 2 ** 20;

interface Asked {
  /** How the server is started. */
  readonly args: readonly string[];
  readonly isMeasured: boolean;
}

interface Held {
  readonly heap: number;
  readonly rss: number;
}

const { args, isMeasured } = asked as Asked;
const free = await freePort();
const holds = ['--expose-gc', '--require', join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'holds.cjs')];
const server = new Running(['--no-warnings', ...holds, ...args], { OTEL_EXPORTER_PROMETHEUS_PORT: String(free) });
const attack = new Attack(await server.number(), random(1));

/** What the server holds without garbage. */
async function held(): Promise<Held> {
  process.kill(server.pid, 'SIGUSR2');
  return JSON.parse(await server.line()) as Held;
}

/** The most memory that the server has had. */
function peak(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

const began = performance.now();
await attack.send(early, connections);
const before = await held();
// who only reads and parses waits for them without end
const stalling = isMeasured ? attack.stall(stalled) : undefined;
await attack.send(count - early - (isMeasured ? stalled : 0), connections);
const seconds = (performance.now() - began) / 1000;
await stalling;
const most = peak();
const after = await held();
const text = isMeasured ? await shownAt(free) : '';
if (isMeasured)
  for (const [outcome, due] of Object.entries(attack.told.outcomes))
    mustEqual(outcome, totalOf(text, /^autonomica_frontend_beacon_requests_total\{/, `"${outcome}"`), due);
await server.stop();
answer({
  heap: (after.heap - before.heap) / megabyte,
  rss: (after.rss - before.rss) / megabyte,
  peak: most,
  series: text.match(/^autonomica_frontend_\w+_(count|total)\{/gm)?.length ?? 0,
  rate: count / seconds,
});
