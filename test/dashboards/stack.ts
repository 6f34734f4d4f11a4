import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, withDemo } from '../e2e/demo.ts';
import { Prometheus } from '../e2e/prometheus.ts';
import { root } from '../e2e/scratch.ts';
import type { Service } from '../e2e/service.ts';

type Start = (starting: ConstructorParameters<typeof Service>[0]) => Service;

const rules = join(root, 'config/prometheus/rules');
/** The rules as operators get them. */
const committed: Readonly<Record<string, string>> = Object.fromEntries(
  globSync('*.yml', { cwd: rules }).map((name) => [name, readFileSync(join(rules, name), 'utf8')]),
);
/** An alert that fires, for panels that show what does. */
export const fires: Readonly<Record<string, string>> = {
  'fires.yml': `groups: [{ name: test, rules: [{ alert: Fires, expr: vector(1), labels: { severity: warning, team: api } }] }]`,
};

interface Asked {
  /** How often all is scraped, and all rules are evaluated. */
  readonly interval?: string;
  /** Files of rules beside those that are committed. */
  readonly more?: Readonly<Record<string, string>>;
}

const host = (address: string): string => new URL(address.replace('localhost', '127.0.0.1')).host;

function configuration(jobs: Readonly<Record<string, readonly string[]>>, rule_files: readonly string[], interval: string): string {
  const scraped = Object.entries(jobs).map(([job_name, targets]) => ({ job_name, static_configs: [{ targets }] }));
  return JSON.stringify({
    global: { scrape_interval: interval, evaluation_interval: interval },
    rule_files,
    scrape_configs: scraped,
  });
}

/** The demo, the collector of a machine with containers, and a Prometheus with the committed rules that scrapes them all. */
export async function withStack(
  start: Start,
  use: (prometheus: Prometheus, demo: Running) => Promise<void>,
  { interval = '1s', more = {} }: Asked = {},
): Promise<void> {
  const files = { ...committed, ...more };
  const machine = join(root, 'test/fixtures/roots/docker-host');
  const containers = start({ cwd: root, file: 'dist/cli.cjs', args: ['collector', '--root', machine] });
  await withDemo(async (demo) => {
    const { api, worker, agents, collector, stop } = demo;
    const targets = {
      api: [api.metrics],
      worker: [worker.metrics],
      agent: [agents.metrics],
      collector: [collector.metrics, await containers.address()],
    };
    const jobs = Object.fromEntries(Object.entries(targets).map(([job, of]) => [job, of.map(host)]));
    const text = (port: number): string => configuration({ ...jobs, prometheus: [`127.0.0.1:${port}`] }, Object.keys(files), interval);
    const prometheus = await Prometheus.start(text, files);
    try {
      await use(prometheus, demo);
    } finally {
      await prometheus.stop();
    }
    stop('SIGINT');
  });
  await containers.stop();
}
