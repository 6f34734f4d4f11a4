import { join } from 'node:path';
import { type Row, us } from '../row.ts';
import { measured, type Start } from '../run.ts';

const plain = 'reads and parses';
const preload = ['--require', '@autonomica/metrics/instrumentation'];
/** More than anybody sends here: what is measured is taken. */
const unlimited = { BENCH_BEACON: JSON.stringify({ rate: { perClient: 1e9, overall: 1e9 } }) };

const starts = (file: string, asked: object, env: Readonly<Record<string, string>>): Start[] =>
  Object.entries({ [us]: 'beacon', [plain]: 'parses' }).map(([who, name]) => ({
    who,
    args: [
      join(measured, `${file}.ts`),
      JSON.stringify({ ...asked, args: [...preload, `./beacon/${name}.cjs`], isMeasured: name === 'beacon' }),
    ],
    env,
  }));

const whom = `Beside it a route of the same service, with the preload as well, that only reads a body and parses it, whatever comes.`;
/** Hostile beacons a second: two and a half times as many as are taken by default of all clients together. */
const abuse = 500;

export const beacon: readonly Row[] = [
  {
    id: 'beacon',
    what: 'CPU added to one beacon',
    how: `Microseconds of CPU, all threads of the server, over 30,000 beacons of ten items on 16 connections after 30,000 to warm up, every one taken and counted. ${whom}`,
    unit: 'µs',
    figure: 'us',
    also: { rate: 'beacons a second' },
    less: plain,
    starts: starts('beacon', {}, unlimited),
    rounds: 7,
    target: { says: 'at most 15 µs', reached: ({ ours }) => ours <= 15 },
  },
  {
    id: 'abuse',
    what: '100,000 hostile beacons',
    how: `What is held without garbage after 100,000 and was not after 20,000, over 32 connections: large, broken, lying, polluting, of others, and names made up without end; 200 of them never end. Each must have been counted by what it is. The most memory that the process had is mostly V8's young generation, which grows up to 128 MB in whoever serves as much. ${whom}`,
    unit: 'MB of heap',
    figure: 'heap',
    also: { rss: 'memory grown, MB', peak: 'most memory, MB', series: 'series', rate: 'beacons a second' },
    starts: starts('abuse', {}, unlimited),
    rounds: 1,
    target: { says: 'flat: at most 1 MB', reached: ({ ours }) => ours <= 1 },
  },
  {
    id: 'abused',
    what: 'Requests of users while a beacon is abused',
    how: `How much longer the 99th of 100 requests takes, of 400 a second to a route of Express over 20 connections, while ${abuse} hostile beacons a second come from another process, which gives way, than while they go to another process of the same service: what the attackers themselves take of this machine's cores is in both, as they would not be on it. A second with the other attacked and one with this one, in turn, 50 of each, ten with nobody attacked between them, and all requests of a kind together. The beacon has its default rates. ${whom}`,
    unit: '%',
    figure: 'more',
    also: {
      p99: 'the other abused, ms',
      p99Abused: 'abused, ms',
      p99Quiet: 'nobody abused, ms',
      more50: 'the median, % more',
      busy: 'CPU while abused, %',
    },
    starts: starts('abused', { abuse }, {}),
    rounds: 3,
    target: { says: 'at most 10 % more', reached: ({ ours }) => ours <= 10 },
  },
];
