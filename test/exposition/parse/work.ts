import { Session } from 'node:inspector';
import { adversaries } from './adversaries.ts';

/** How often the blocks of the parser were run, as V8 counts it, for a text of this length. */
export interface Work {
  readonly length: number;
  readonly work: number;
}

function taken(session: Session): number {
  let work = 0;
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error;
    const files = result.filter(({ url }) => url.includes('/src/exposition/parse'));
    for (const { functions } of files) for (const { ranges } of functions) for (const { count } of ranges) work += count;
  });
  return work;
}

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
// V8 counts blocks only of what it compiles from here on
const { parse } = await import('../../../src/exposition/parse.ts');

function workOf(text: string): Work {
  taken(session);
  parse(text);
  return { length: text.length, work: taken(session) };
}

console.log(JSON.stringify(Object.entries(adversaries).map(([is, text]) => [is, workOf(text(500)), workOf(text(4000))])));
