import { join } from 'node:path';
import { type Row, us } from '../row.ts';
import { measured, type Start } from '../run.ts';

interface Contender {
  readonly flags?: readonly string[];
  readonly file: string;
  readonly shown: 'here' | 'there' | 'nowhere';
  readonly env?: Readonly<Record<string, string>>;
}

const contenders = (name: string): Record<string, Contender> => ({
  bare: { file: name, shown: 'nowhere' },
  [us]: { flags: ['--require', '@autonomica/metrics/instrumentation'], file: name, shown: 'there' },
  'OpenTelemetry SDK': { flags: ['--require', './request/open-telemetry.cjs'], file: name, shown: 'there' },
});

const forExpress = {
  'OpenTelemetry SDK, layers ignored': {
    flags: ['--require', './request/open-telemetry.cjs'],
    file: 'express',
    shown: 'there',
    env: { BENCH_IGNORED_LAYERS: 'middleware,router,request_handler' },
  },
  'express-prom-bundle': { file: 'express-prom-bundle', shown: 'here' },
} as const satisfies Record<string, Contender>;

const starts = (all: Readonly<Record<string, Contender>>, route?: string): Start[] =>
  Object.entries(all).map(([who, { flags = [], file, shown, env = {} }]) => ({
    who,
    args: [join(measured, 'request.ts'), JSON.stringify({ args: [...flags, `./request/${file}.cjs`], shown, route })],
    env,
  }));

const row = (what: string, most: number, whom: readonly Start[]): Row => ({
  id: 'request',
  what: `CPU added to one request of ${what}`,
  how: 'Microseconds of CPU, all threads of the server, over 60,000 requests on 16 connections after 60,000 to warm up, less the bare process; who asks is a process of its own, which never sleeps. Whoever measures must have counted every request, with its route where there is one.',
  unit: 'µs',
  figure: 'us',
  also: { rate: 'requests a second' },
  less: 'bare',
  starts: whom,
  rounds: 7,
  target: { says: `at most ${most} µs`, reached: ({ ours }) => ours <= most },
});

const template = '/api/users/:id';

export const request: readonly Row[] = [
  row('Express, with three middlewares and a router', 3, starts({ ...contenders('express'), ...forExpress }, template)),
  row('Fastify, with a schema', 2.5, starts(contenders('fastify'), template)),
  row('node:http', 2.5, starts(contenders('http'))),
];
