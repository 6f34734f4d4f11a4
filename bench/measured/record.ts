import { answer, asked } from './child.ts';
import type { Recording } from './client.ts';
import { clientOf, type Wanted } from './clients.ts';
import { amounts, attributesOf, buckets14, durations, period, picks } from './data.ts';

const series = 1_024;
const warmUpMs = 500;
const measureMs = 600;

interface Asked extends Wanted {
  readonly kind: 'counter' | 'histogram';
}

const { kind, ...wanted } = asked as Asked;
const client = clientOf(wanted);
const { record } = kind === 'counter' ? client.counter('bench_requests') : client.histogram('bench_duration', buckets14);
const values = kind === 'counter' ? amounts() : durations();
const chosen = picks(series);

function once(each: Recording): void {
  for (let i = 0; i < period; i++) each(values[i] as number, attributesOf(chosen[i] as number));
}

function nanoseconds(ms: number): number {
  const began = performance.now();
  let rounds = 0;
  while (performance.now() - began < ms) {
    once(record);
    rounds += 1;
  }
  return ((performance.now() - began) * 1e6) / (rounds * period);
}

for (let i = 0; i < series; i++) record(1, attributesOf(i));
nanoseconds(warmUpMs);
answer({ ns: nanoseconds(measureMs) });
