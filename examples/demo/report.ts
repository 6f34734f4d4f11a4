import type { Writable } from 'node:stream';
import * as format from './format.ts';
import type { Facts, Watched } from './picture.ts';
import { hostFacts } from './host.ts';
import { type Line, printed } from './line.ts';
import type { Summary } from './summary.ts';
import type { RowSeen, Seen } from './traffic-seen.ts';
import type { View } from './view.ts';
import { agentFacts, queueFacts } from './work.ts';

/** By then the second scrape is there, which tells of the first. */
const firstMs = 2_000;
const everyMs = 5_000;

const told = (facts: readonly Line[]): string => facts.map((fact) => printed(fact, false)).join('  ');
const quantiles = ({ p50, p95, p99 }: Seen): string => `p50 ${format.seconds(p50)}, p95 ${format.seconds(p95)}, p99 ${format.seconds(p99)}`;
const sentLine = ({ name, rate, p95, failed }: RowSeen): string =>
  `${name} ${format.rate(rate)} req/s, p95 ${format.seconds(p95)}, errors ${format.percent(failed)}`;

const sentence = (summary: Summary): string =>
  [
    `${format.count(summary.requests)} requests`,
    `${format.rate(summary.all.rate)} req/s`,
    quantiles(summary.all),
    `errors ${format.percent(summary.all.failed)}`,
    `in flight ${format.count(summary.inFlight)}`,
    ...summary.sent.map(sentLine),
    ...summary.queues.map((queue) => `${queue.name}: ${told(queueFacts(queue))}`),
    ...(summary.agents ? [`agents: ${told(agentFacts(summary.agents))}`] : []),
    `memory ${format.bytes(summary.process.bytes)}`,
    `cpu ${format.percent(summary.process.cpu)}`,
    `scrape ${format.count(summary.scrape.lines)} lines, ${format.bytes(summary.scrape.bytes)}`,
  ].join('  ');

function lineOf(running: number, { name, summary, trouble }: Watched, tell: (summary: Summary) => string): string {
  const said = trouble === undefined && summary ? tell(summary) : `no answer: ${trouble}`;
  return `${format.clock(running).padStart(7)}  ${name.padEnd(6)}  ${said}\n`;
}

/** A line of each service every few seconds, where there is no screen to paint on. */
export class Report implements View {
  readonly #out: Writable;
  #due = firstMs;

  constructor(out: Writable) {
    this.#out = out;
  }

  show({ running, services, collector }: Facts): void {
    if (running < this.#due) return;
    this.#due = running + everyMs;
    for (const service of services) this.#out.write(lineOf(running, service, sentence));
    this.#out.write(lineOf(running, { ...collector, name: 'host' }, ({ machine }) => told(hostFacts(machine))));
  }

  [Symbol.dispose](): void {}
}
