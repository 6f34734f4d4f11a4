import { join } from 'node:path';
import { type Row, us } from '../row.ts';
import { measured, type Start } from '../run.ts';

const nodeExporter = 'node_exporter';
const hostMetrics = "OpenTelemetry's host metrics";
/** The subjects that ours has. */
const subjects = 'cpu cpufreq diskstats filefd filesystem hwmon loadavg meminfo netdev os pressure processes stat tcpstat uname vmstat';

const collector = ['node_modules/.bin/autonomica-metrics', 'collector', '--port', '0', '--log-level', 'info'];
/** Other exporters look up at every scrape what ours samples in the background. */
const sampled = 'the same, sampling at every scrape';

const programs: Readonly<Record<string, readonly string[]>> = {
  [us]: collector,
  [sampled]: [...collector, '--sample-interval', '20'],
  [nodeExporter]: [
    'prometheus-node-exporter',
    '--web.listen-address=127.0.0.1:0',
    '--collector.disable-defaults',
    ...subjects.split(' ').map((name) => `--collector.${name}`),
  ],
  [hostMetrics]: [process.execPath, 'host-metrics.cjs'],
};

const starts: readonly Start[] = Object.entries(programs).map(([who, program]) => ({
  who,
  args: [join(measured, 'machine.ts'), JSON.stringify(program)],
}));

const how =
  'A process that serves the machine, scraped 400 times after 100, every 20 ms over one connection; ours samples file systems, sensors, connections and processes every 15 s, as it does by default, and then as often as it is scraped; node_exporter (Debian package prometheus-node-exporter) with the same subjects.';

const row = { id: 'machine', unit: 'µs', starts, rounds: 3 } as const;

export const machine: readonly Row[] = [
  {
    ...row,
    what: 'The machine: one read',
    how: `${how} Wall time of all readings that are read at a scrape, as each process tells it; node_exporter reads several at a time.`,
    figure: 'read',
    target: {
      says: `at most 500 µs, and a tenth of ${hostMetrics}`,
      reached: ({ ours, times }) => ours <= 500 && times(hostMetrics) >= 10,
    },
  },
  {
    ...row,
    what: 'The machine: CPU of a scrape',
    how: `${how} CPU of the whole process and of its children.`,
    figure: 'cpu',
    also: { wall: 'scrape, wall ms', bytes: 'bytes', rss: 'memory, MB' },
    target: { says: 'less than node_exporter', reached: ({ times }) => times(nodeExporter) > 1 },
  },
];
