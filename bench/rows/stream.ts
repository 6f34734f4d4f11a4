import { join } from 'node:path';
import { type Row, us } from '../row.ts';
import { measured, type Start } from '../run.ts';

const preloads: Readonly<Record<string, readonly string[]>> = {
  bare: [],
  [us]: ['--require', '@autonomica/metrics/instrumentation'],
  OpenLIT: ['--require', './work/openlit.cjs'],
};

type Calls = readonly (readonly [chunks: number, count: number])[];

const starts = (calls: Calls): Start[] =>
  Object.entries(preloads).map(([who, flags]) => ({
    who,
    args: [join(measured, 'stream.ts'), JSON.stringify({ args: [...flags, './work/stream.cjs'], calls, isMeasured: who !== 'bare' })],
    env: { OTEL_TRACES_EXPORTER: 'none' },
  }));

const whom =
  'Chat completions of openai 7.57.0, four at a time, of a model that answers in a process of its own. OpenLIT 1.15.0 with metrics alone, by the OpenTelemetry SDK; `@opentelemetry/instrumentation-openai` 0.22.0 is not there: it knows openai below 7 only. Whoever measures must have counted every call, with its tokens.';
const common = { id: 'stream', unit: 'µs', less: 'bare', rounds: 7 };

export const stream: readonly Row[] = [
  {
    ...common,
    what: 'CPU added to one streamed model call',
    how: `Microseconds of CPU, all threads of the application, over 4,000 calls of 50 chunks after 1,000 to warm up, by the median of eight turns, less the bare process. ${whom}`,
    figure: 'us',
    starts: starts([[50, 500]]),
    target: { says: 'less than OpenLIT', reached: ({ times }) => times('OpenLIT') > 1 },
  },
  {
    ...common,
    what: 'CPU added to one chunk of a streamed model call',
    how: `How much more a call of 450 chunks takes than one of 50, by the chunk, less the bare process. ${whom}`,
    figure: 'chunk',
    starts: starts([
      [50, 200],
      [450, 100],
    ]),
    target: { says: 'at most 0.2 µs, which is what can be told from nothing', reached: ({ ours }) => ours <= 0.2 },
  },
];
