import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Row, us } from '../row.ts';
import { measured, type Start } from '../run.ts';

const faro = '@grafana/faro-web-sdk';
const openTelemetry = 'OpenTelemetry for the web';
const contenders: Readonly<Record<string, string>> = { [us]: 'autonomica', [faro]: 'faro', [openTelemetry]: 'open-telemetry' };

const bytesOf = (who: string, contender: string, isBare: boolean): Start => ({
  who: isBare ? `${who} without web-vitals` : who,
  args: [join(measured, 'bytes.ts'), JSON.stringify({ contender, isBare })],
});

const executablePath = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim();
/** A beacon of ours has 50 items, a batch of Faro's as many, one of OpenTelemetry's 512. */
const keeps: Readonly<Record<string, number>> = { 'open-telemetry': 512 };
const pages: readonly Start[] = Object.entries({ ...contenders, nothing: 'nothing' }).map(([who, contender]) => ({
  who,
  args: [join(measured, 'page.ts'), JSON.stringify({ contender, keeps: keeps[contender] ?? 50, executablePath })],
}));

const whom =
  'Faro 2.12.1 as its README has it; OpenTelemetry for the web 2.12.0, its spans of page loads, fetch and XMLHttpRequest in batches by OTLP, without zone.js.';

const inPage = {
  id: 'page',
  less: 'nothing',
  starts: pages,
  rounds: 3,
  lacks: executablePath === '' ? '`chromium` is not on the PATH' : undefined,
} as const;

export const page: readonly Row[] = [
  {
    id: 'bytes',
    what: 'Bytes of the client for browsers',
    how: `What a page loads, gzipped, of \`init\` and one recording call, each bundled by esbuild, minified, as a module. Without web-vitals is what it adds to a page that has them anyway. ${whom}`,
    unit: 'kB',
    figure: 'gzip',
    also: { whole: 'not compressed, kB' },
    starts: [
      ...Object.entries(contenders).map(([who, contender]) => bytesOf(who, contender, false)),
      ...[us, faro].map((who) => bytesOf(who, contenders[who] as string, true)),
    ],
    rounds: 1,
    target: { says: 'a third of the smallest peer', reached: ({ times }) => Math.min(times(faro), times(openTelemetry)) >= 3 },
  },
  {
    ...inPage,
    what: 'A page begins to be measured',
    how: `Milliseconds of the main thread of Chromium in which the client is read, compiled and evaluated, \`init\` is called, and half a second passes, less a page with an empty module; beside it the call of \`init\` alone. Median of three pages, each in a profile of its own; what is sent goes to a sink on loopback. ${whom}`,
    unit: 'ms',
    figure: 'loaded',
    also: { init: '`init` alone, ms' },
    target: { says: 'less than any peer', reached: ({ best }) => best > 1 },
  },
  {
    ...inPage,
    what: 'A page records what a user did',
    how: `Microseconds of a call, of 40 at a time of which none sends, some ten times a second, after 400 to warm up, by a clock that tells 5 µs; beside it what each of 1,000 takes of the main thread of Chromium when all is sent as its contender sends it: ours and Faro by 50, OpenTelemetry by 512. To send is what takes longest, a millisecond of Chromium's own. Ours \`recordUserAction\`, Faro's \`pushMeasurement\`, a span of OpenTelemetry's. Median of three pages; the sink on loopback must have got every record. ${whom}`,
    unit: 'µs',
    figure: 'call',
    also: { record: 'all that is done for one, µs' },
    target: { says: 'at most 10 µs, and less than Faro', reached: ({ ours, times }) => ours <= 10 && times(faro) > 1 },
  },
];
