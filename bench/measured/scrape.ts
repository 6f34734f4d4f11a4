import { answer, asked, nextTurn } from './child.ts';
import { clientOf, type Wanted } from './clients.ts';
import { amounts, attributesOf, buckets14, durations, period } from './data.ts';
import { Scraper } from './scraper.ts';
import { expectLines } from './text.ts';

interface Asked extends Wanted {
  /** Series of each metric, and how many metrics there are. */
  readonly histograms: { readonly metrics: number; readonly series: number };
  readonly counters: { readonly metrics: number; readonly series: number };
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const { histograms, counters, warmUpMs, measureMs, ...wanted } = asked as Asked;
const client = clientOf(wanted);
const scraper = new Scraper(await client.serve());
const lines = histograms.metrics * histograms.series * (buckets14.length + 3) + counters.metrics * counters.series;
const seconds = durations();
const steps = amounts();
const filled = [
  ...Array.from({ length: histograms.metrics }, (_, i) => ({
    ...histograms,
    values: seconds,
    record: client.histogram(`bench_duration_${i}`, buckets14).record,
  })),
  ...Array.from({ length: counters.metrics }, (_, i) => ({
    ...counters,
    values: steps,
    record: client.counter(`bench_requests_${i}`).record,
  })),
];
let at = 0;

/** Records to every series, so that no scrape finds what the one before it found. */
function fill(): void {
  for (const { series, values, record } of filled)
    for (let i = 0; i < series; i++) record(values[at++ % period] as number, attributesOf(i));
}

/** The longest time between two turns of the event loop, from now on. */
function watch(): () => number {
  let last = performance.now();
  let longest = 0;
  let watching = true;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    watching = false;
    return Math.max(longest, performance.now() - last);
  };
}

async function scrape(whole = false): Promise<{ ms: number; hold: number; bytes: number; text: string }> {
  fill();
  await nextTurn();
  const held = watch();
  const { ms, bytes, text } = await scraper.scrape({ whole });
  return { ms, hold: held(), bytes, text };
}

async function scrapes(forMs: number, least: number): Promise<{ ms: number; hold: number }[]> {
  const all: { ms: number; hold: number }[] = [];
  for (let spent = 0; spent < forMs || all.length < least; ) {
    const { ms, hold } = await scrape();
    all.push({ ms, hold });
    spent += ms;
  }
  return all;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number;

const cold = await scrape(true);
expectLines(cold.text, lines);
await scrapes(warmUpMs, 2);
const steady = await scrapes(measureMs, 3);
answer({
  cold: cold.ms,
  coldHold: cold.hold,
  ms: median(steady.map(({ ms }) => ms)),
  hold: median(steady.map(({ hold }) => hold)),
  worst: Math.max(...steady.map(({ hold }) => hold)),
  lines,
  bytes: cold.bytes,
  scrapes: steady.length,
});
