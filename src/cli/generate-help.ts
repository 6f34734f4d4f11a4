import { defaultDeployment } from '../alerts/deployment.ts';
import type { Flags } from './command-line.ts';
import { row } from './output.ts';

const { runbooks } = defaultDeployment;

export const flags: Flags = {
  valued: [
    { flag: 'out', value: 'folder' },
    { flag: 'config', value: 'file' },
    { flag: 'catalogue', value: 'file' },
  ],
  switches: {
    force: { type: 'boolean' },
    check: { type: 'boolean' },
    'print-thresholds': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
};

export const help = `autonomica-metrics generate: what operators need, for your thresholds, jobs and targets

  npx autonomica-metrics generate --out <folder> [flags]

${row('--out <folder>', 'where to write: prometheus/, alertmanager/, grafana/, compose.yaml, kubernetes/ and metrics.md, a page about every metric')}${row('--config <file>', 'YAML with thresholds, jobs, targets, receivers and links that are not the defaults')}${row('--catalogue <file>', 'a module that exports a catalogue of your own, and rules for it')}${row('--check', 'writes nothing; says what is not as it would be written, and the exit code is 1')}${row('--force', 'writes over files that were not generated, and removes those that are not any more')}${row('--print-thresholds', 'prints the thresholds in force, each with its meaning, for --config')}${row('-h, --help', 'prints this')}
A variable, AUTONOMICA_ALERT_API_LATENCY_SECONDS for one, wins over the file. Whatever is wrong in either is said at once, nothing is
written, and the exit code is 1.

Each alert links to what to do, by default to ${runbooks}.
To have it link to a copy of yours: runbooks: https://wiki.example.com/runbooks in the file, or AUTONOMICA_ALERT_RUNBOOKS.

Examples:

  npx autonomica-metrics generate --print-thresholds > monitoring.yml
  npx autonomica-metrics generate --config monitoring.yml --out monitoring
  npx autonomica-metrics generate --config monitoring.yml --out monitoring --check
`;
