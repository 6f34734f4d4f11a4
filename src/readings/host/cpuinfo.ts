import { numberIn } from '../numbers.ts';

/** What /proc/cpuinfo says of a logical CPU, on the architectures that say it. */
export interface Processor {
  readonly number: number;
  readonly model: string | undefined;
  readonly megahertz: number | undefined;
  readonly package: number | undefined;
  /** Within its package. */
  readonly core: number | undefined;
}

export const cpuinfoFile = 'proc/cpuinfo';

function processorOf(facts: ReadonlyMap<string, string>): Processor | undefined {
  const number = numberIn(facts.get('processor'));
  if (number === undefined) return undefined;
  return {
    number,
    model: facts.get('model name') || undefined,
    megahertz: numberIn(facts.get('cpu MHz')),
    package: numberIn(facts.get('physical id')),
    core: numberIn(facts.get('core id')),
  };
}

/** `key : value` lines, a paragraph for each logical CPU. */
export function parseProcessors(text: string): Processor[] {
  const blocks: Map<string, string>[] = [];
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(0, colon)).trim();
    if (key === 'processor') blocks.push(new Map());
    blocks.at(-1)?.set(key, line.slice(colon + 1).trim());
  }
  return blocks.map(processorOf).filter((each) => each !== undefined);
}
