import { median } from '../run.ts';
import { stayAwake } from './awake.ts';
import { answer, asked } from './child.ts';
import { mustEqual, shownAt, totalOf } from './counted.ts';
import { inputTokens, startModel } from './model.ts';
import { Running } from './running.ts';
import { freePort } from './server.ts';

const warmUp = 1_000;
/** One length after the other, so that a drift hits all alike; the median of the turns counts. */
const turns = 8;

interface Asked {
  /** How the application is started. */
  readonly args: readonly string[];
  /** Calls of a turn, by how many chunks they are answered with. */
  readonly calls: readonly (readonly [chunks: number, count: number])[];
  readonly isMeasured: boolean;
}

const { args, calls, isMeasured } = asked as Asked;
const free = await freePort();
const application = new Running(args, { OTEL_EXPORTER_PROMETHEUS_PORT: String(free), BENCH_MODEL_URL: await startModel() });
const sleep = stayAwake();
let made = 0;
let chunksMade = 0;

/** Microseconds that so many calls take. */
async function call(chunks: number, count: number): Promise<number> {
  made += count;
  chunksMade += count * chunks;
  return application.ask(JSON.stringify([chunks, count]));
}

for (const [chunks] of calls) await call(chunks, warmUp / calls.length);
const taken = calls.map((): number[] => []);
for (let turn = 0; turn < turns; turn++)
  for (const [i, [chunks, count]] of calls.entries()) taken[i]?.push((await call(chunks, count)) / count);

if (isMeasured) {
  const text = await shownAt(free);
  const tokens = (kind: string): number =>
    totalOf(text, new RegExp(`^gen_ai_client_(inference_usage_${kind}_tokens_total\\{|token_usage_sum\\{.*"${kind}")`));
  mustEqual('calls', totalOf(text, /^gen_ai_client_(inference|operation)_duration(_seconds)?_count\{/), made);
  mustEqual('input tokens', tokens('input'), made * inputTokens);
  mustEqual('output tokens', tokens('output'), chunksMade);
}
sleep();
await application.stop();
const [us = Number.NaN, more = Number.NaN] = taken.map(median);
const [less, most] = calls.map(([chunks]) => chunks);
answer({ us, chunk: most === undefined ? 0 : (more - us) / (most - (less ?? 0)) });
