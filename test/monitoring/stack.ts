import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeployment } from '../../src/generate/deployment.ts';
import { monitoring } from '../../src/generate/monitoring.ts';
import { Prometheus } from '../e2e/prometheus.ts';
import { root } from '../e2e/scratch.ts';
import { hurried, oftener } from './hurried.ts';

/** Addresses by job. */
export type Watched = Readonly<Record<string, string>>;

const hostOf = (address: string): string => new URL(address.replace('localhost', '127.0.0.1')).host;

/** What `generate` writes for Prometheus, for jobs at their addresses; the rules are those that are committed. */
function generated(yaml: string, watched: Watched): Readonly<Record<string, string>> {
  const targets = Object.entries(watched).map(([job, address]) => `  ${job}: { static: ['${hostOf(address)}'] }\n`);
  const files = monitoring(readDeployment(`${yaml}jobs: { grafana: [] }\ntargets:\n${targets.join('')}`, {}));
  const ours = Object.entries(files).filter(([path]) => path.startsWith('prometheus/'));
  for (const [path, text] of ours) if (path.includes('/rules/')) assert.equal(text, readFileSync(join(root, 'config', path), 'utf8'), path);
  return Object.fromEntries(ours.map(([path, text]) => [path.slice('prometheus/'.length), text]));
}

/**
 * A Prometheus with the committed rules, hurried, that watches services and itself, and sends alerts to the Alertmanager among them.
 * @param yaml the deployment, without jobs and targets
 */
export function watching(yaml: string, watched: Watched): Promise<Prometheus> {
  const filesAt = (port: number): Readonly<Record<string, string>> =>
    generated(yaml, { ...watched, prometheus: `http://127.0.0.1:${port}` });
  const rules = Object.entries(filesAt(0)).filter(([path]) => path.startsWith('rules/'));
  return Prometheus.start(
    (port) => oftener(filesAt(port)['prometheus.yml'] ?? ''),
    Object.fromEntries(rules.map(([path, text]) => [path, hurried(text)])),
    ['--rules.alert.resend-delay=1s'],
  );
}
