import * as format from './format.ts';
import { fact, flow, type Size } from './grid.ts';
import type { Line } from './line.ts';
import type { Machine } from './machine.ts';
import type { Summary } from './summary.ts';

/** The machine, in words that stay together. */
export const hostFacts = ({ cpu, load, memory, disk, network }: Machine): Line[] => [
  fact('cpu', format.percent(cpu)),
  fact('load', format.rate(load)),
  fact('memory', format.bytes(memory.used), ` of ${format.bytes(memory.bytes)}`),
  ...(disk ? [fact('disk', format.percent(disk.full), ` of ${disk.mount}`)] : []),
  fact('network in', `${format.bytes(network.received)}/s`),
  fact('out', `${format.bytes(network.sent)}/s`),
];

export const hostLines = (summary: Summary | undefined, size: Size): Line[] =>
  summary ? flow('host', hostFacts(summary.machine), size) : [];
