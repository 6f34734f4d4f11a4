import { type Row, type Target, us } from '../row.ts';
import type { Start } from '../run.ts';

const preloads: Readonly<Record<string, readonly string[]>> = {
  bare: [],
  [us]: ['--require', '@autonomica/metrics/instrumentation'],
  'prom-client': ['--require', './prom-client.cjs'],
  'minimal OpenTelemetry SDK': ['--require', './sdk.cjs'],
  'auto-instrumentations-node': ['--require', '@opentelemetry/auto-instrumentations-node/register'],
};
const exporter = { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
const starts = (file: string): Start[] => Object.entries(preloads).map(([who, flags]) => ({ who, args: [...flags, file], env: exporter }));

const files: Readonly<Record<string, string>> = {
  'http.cjs': 'a CommonJS file that requires node:http',
  'empty.cjs': 'an empty CommonJS file',
  'module.mjs': 'an ES module',
  'application.cjs': 'an Express application',
};

const target: Target = {
  says: 'at most 30 ms and 12 MB, those of half a second later included',
  reached: ({ ours, added }) => ours <= 30 && Math.max(added('rss'), added('settled')) <= 12,
};

export const startup: readonly Row[] = Object.entries(files).map(([file, title]) => ({
  id: 'startup',
  what: `Start-up added to ${title}`,
  how: 'Milliseconds until the file has run or the application listens, less the bare process; beside it the memory then, and CPU time and memory half a second later, when what is loaded late has been loaded, all of them whole.',
  unit: 'ms',
  figure: 'ms',
  also: { rss: 'memory, MB', cpu: 'CPU later, ms', settled: 'memory later, MB' },
  less: 'bare',
  starts: starts(file),
  rounds: 5,
  target: file === 'http.cjs' ? target : { says: 'stated', reached: () => true },
}));
