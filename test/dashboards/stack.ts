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
/** These, and one that fires. */
const files: Readonly<Record<string, string>> = {
  ...committed,
  'fires.yml': `groups: [{ name: test, rules: [{ alert: Fires, expr: vector(1), labels: { severity: warning, team: api } }] }]`,
};

const host = (address: string): string => new URL(address.replace('localhost', '127.0.0.1')).host;

function configuration(jobs: Readonly<Record<string, readonly string[]>>, interval: string): string {
  const scraped = Object.entries(jobs).map(([job_name, targets]) => ({ job_name, static_configs: [{ targets }] }));
  return JSON.stringify({
    global: { scrape_interval: interval, evaluation_interval: interval },
    rule_files: Object.keys(files),
    scrape_configs: scraped,
  });
}

const items = [
  ...['LCP', 'INP', 'CLS', 'TTFB', 'FCP'].map((n) => ({ t: 'vital', n, v: 0.2, a: { page: '/cart' } })),
  { t: 'load', n: '/cart', v: 1.2, a: { route: '/users/:id', type: 'navigate' } },
  { t: 'action', n: 'checkout', v: 0.3, a: { page: '/cart', outcome: 'ok' } },
  { t: 'api', n: '/users/:id', v: 0.05, a: { method: 'GET', status: 200 } },
  { t: 'error', n: 'TypeError', a: { page: '/cart' } },
];

export interface Stack {
  readonly prometheus: Prometheus;
  /** Lets a browser tell of a view of a page. */
  readonly view: () => Promise<void>;
}

/** The demo, a service that pages tell, the collector of a machine with containers, and a Prometheus with the committed rules that scrapes them all. */
export async function withStack(start: Start, use: (stack: Stack) => Promise<void>, interval = '1s'): Promise<void> {
  const pages = start({ cwd: join(root, 'test/fixtures'), file: 'beacon.cjs', flag: '--require' });
  const machine = join(root, 'test/fixtures/roots/docker-host');
  const containers = start({ cwd: root, file: 'dist/cli.cjs', args: ['collector', '--root', machine] });
  await withDemo(async (demo: Running) => {
    const collectors = [demo.collector.metrics, await containers.address()];
    const targets = {
      api: [demo.api.metrics, await pages.address()],
      worker: [demo.worker.metrics],
      agent: [demo.agents.metrics],
      collector: collectors,
    };
    const jobs = Object.fromEntries(Object.entries(targets).map(([job, of]) => [job, of.map(host)]));
    const text = (port: number): string => configuration({ ...jobs, prometheus: [`127.0.0.1:${port}`] }, interval);
    const prometheus = await Prometheus.start(text, files);
    const body = JSON.stringify({ v: 1, app: 'shop', items });
    const headers = { origin: 'https://app.example.com', 'content-type': 'text/plain' };
    const url = await pages.url('/express');
    try {
      await use({ prometheus, view: async () => void (await fetch(url, { method: 'POST', body, headers })) });
    } finally {
      await prometheus.stop();
    }
    demo.stop('SIGINT');
  });
  await Promise.all([pages.stop(), containers.stop()]);
}
