import { canaryPort } from '../alerts/canary.ts';
import type { Flags } from './command-line.ts';
import { row } from './output.ts';

export const usual = {
  prometheus: 'http://localhost:9090',
  alertmanager: 'http://localhost:9093',
  grafana: 'http://localhost:3001',
} as const;
export const usualCanary = { host: 'localhost', port: canaryPort } as const;
export const usualTimeout = 120;

/** What takes a value. */
export const rows = [
  ['target', 'URL', 'a service, a collector: its metrics; may be given again; none, those of this package that Prometheus scrapes'],
  ['prometheus', 'URL', `${usual.prometheus} where none of these four is given`],
  ['alertmanager', 'URL', `${usual.alertmanager}, likewise`],
  ['grafana', 'URL', `${usual.grafana}, likewise`],
  ['auth', 'file', 'YAML: origins, each with username and password_file, or credentials_file, and ca_file'],
  ['catalogue', 'file', 'a module that exports a catalogue of your own, as for generate: its metrics are known too'],
  ['rules', 'folder', 'files of rules, all of which should be loaded'],
  ['dashboards', 'folder', 'dashboards, all of which should be loaded by Grafana; without one they are looked into themselves'],
  ['secrets', 'folder', "the files of Alertmanager's secrets, by their names, as this machine sees them"],
  ['targets-dir', 'folder', 'with --e2e: of a file discovery of Prometheus, *.json'],
  ['canary-host', 'name', `with --e2e: this machine, as Prometheus and Alertmanager reach it; ${usualCanary.host}`],
  ['canary-port', 'port', `with --e2e: of the webhook that receives the canary; ${usualCanary.port}`],
  ['timeout', 'seconds', `when it ends, whatever hangs; ${usualTimeout}`],
] as const;

/** What takes none. */
export const switches = [
  ['--e2e', 'sends a metric and an alert through all of it, times each hop, and takes them away'],
  ['--json', 'prints it for programs'],
  ['-h, --help', 'prints this'],
] as const;

export const flags: Flags = {
  valued: rows.map(([flag, value]) => ({ flag, value })),
  switches: { e2e: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
};

export const help = `autonomica-metrics doctor: what is wrong with your metrics, from the service to the alert, and what to do

  npx autonomica-metrics doctor [flags]

${rows.map(([flag, value, means]) => row(`--${flag} <${value}>`, means)).join('')}${switches.map(([flag, means]) => row(flag, means)).join('')}
The exit code is 0 when nothing is wrong, 1 when something is, 2 when a flag or a file that it names is.

Examples:

  npx autonomica-metrics doctor
  npx autonomica-metrics doctor --target http://localhost:9464 --target http://localhost:8000
  npx autonomica-metrics doctor --prometheus https://prometheus.example.com --auth doctor.yml --json
`;
