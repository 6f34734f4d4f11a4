import { answer, asked } from './child.ts';
import type { Bound } from './client.ts';
import { clientOf, type Wanted } from './clients.ts';
import { amounts, attributesOf, buckets14, durations, period, picks } from './data.ts';

const handles = 64;
const warmUpMs = 300;
const measureMs = 500;

interface Asked extends Wanted {
  readonly kind: 'counter' | 'histogram';
}

const { kind, ...wanted } = asked as Asked;
const client = clientOf(wanted);
const { bound } = kind === 'counter' ? client.counter('bench_requests') : client.histogram('bench_duration', buckets14);
if (bound === undefined) throw new Error(`${wanted.client} has no handles`);
const values = kind === 'counter' ? amounts() : durations();
const chosen = picks(handles);
const children = Array.from({ length: handles }, (_, i) => bound.bind(attributesOf(i)));

function once({ record }: Bound): void {
  for (let i = 0; i < period; i++) record(children[chosen[i] as number], values[i] as number);
}

function nanoseconds(of: Bound, ms: number): number {
  const began = performance.now();
  let rounds = 0;
  while (performance.now() - began < ms) {
    once(of);
    rounds += 1;
  }
  return ((performance.now() - began) * 1e6) / (rounds * period);
}

nanoseconds(bound, warmUpMs);
answer({ ns: nanoseconds(bound, measureMs) });
