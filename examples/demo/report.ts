import type { Writable } from 'node:stream';
import * as format from './format.ts';
import type { Facts } from './picture.ts';
import type { Summary } from './summary.ts';
import type { View } from './view.ts';

/** By then the second scrape is there, which tells of the first. */
const firstMs = 2_000;
const everyMs = 5_000;

function sentence(running: number, { all, requests, inFlight, process, scrape }: Summary): string {
  return [
    format.clock(running).padStart(7),
    `${format.count(requests)} requests`,
    `${format.rate(all.rate)} req/s`,
    `p50 ${format.seconds(all.p50)}, p95 ${format.seconds(all.p95)}, p99 ${format.seconds(all.p99)}`,
    `errors ${format.percent(all.failed)}`,
    `in flight ${format.count(inFlight)}`,
    `memory ${format.bytes(process.bytes)}`,
    `cpu ${format.percent(process.cpu)}`,
    `scrape ${format.count(scrape.lines)} lines, ${format.bytes(scrape.bytes)}`,
  ].join('  ');
}

/** A line every few seconds, where there is no screen to paint on. */
export class Report implements View {
  readonly #out: Writable;
  #due = firstMs;

  constructor(out: Writable) {
    this.#out = out;
  }

  show({ running, summary, trouble }: Facts): void {
    if (running < this.#due || (summary === undefined && trouble === undefined)) return;
    this.#due = running + everyMs;
    this.#out.write(`${trouble === undefined && summary ? sentence(running, summary) : `no answer: ${trouble}`}\n`);
  }

  [Symbol.dispose](): void {}
}
