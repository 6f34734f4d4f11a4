import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { eventually, within } from './eventually.ts';
import { environment, root } from './scratch.ts';

export interface Shown {
  readonly url: string;
  readonly pid: number;
  readonly metrics: string;
}

const names = ['api', 'worker', 'agents', 'models'] as const;
export type Services = Readonly<Record<(typeof names)[number], Shown>>;

/** What is said of a service. */
function shown(text: string, name: string): Shown {
  const said = new RegExp(`instrumentation ${name}\\.m?js\\n\\n service +(http:\\S+) +\\(pid (\\d+)\\)\\n *metrics +(http:\\S+)`);
  const [, url = '', pid, metrics = ''] = said.exec(text) ?? assert.fail(text);
  return { url, pid: Number(pid), metrics: metrics.replace('localhost', '127.0.0.1') };
}

const servicesIn = (text: string): Services => {
  const [api, worker, agents, models] = names.map((name) => shown(text, name)) as [Shown, Shown, Shown, Shown];
  return { api, worker, agents, models };
};

/** What is said of the collector. */
function machineIn(text: string): Shown {
  const [, metrics = '', pid] = /collector\n\n *metrics +(http:\S+) +\(pid (\d+)\)/.exec(text) ?? assert.fail(text);
  return { url: '', pid: Number(pid), metrics: metrics.replace('localhost', '127.0.0.1') };
}

/** What is said of where the queues are, and what process that is, if it is one. */
function brokerIn(text: string): { readonly broker: string; readonly pid: number | undefined } {
  const [, broker = '', pid] = /^ broker +(.*?)(?: +\(pid (\d+)\))?$/m.exec(text) ?? assert.fail(text);
  return { broker, pid: pid === undefined ? undefined : Number(pid) };
}

/** Where the page, Alertmanager and Prometheus are said to be, or why they are not. */
const saidOf = (name: string, text: string): string =>
  (new RegExp(`^ ${name} +(.*?)(?: {2}.*)?$`, 'm').exec(text) ?? assert.fail(text))[1] as string;

export interface Running extends Services {
  readonly page: string;
  readonly alerts: string;
  readonly graphs: string;
  readonly broker: ReturnType<typeof brokerIn>;
  readonly collector: Shown;
  readonly said: () => string;
  readonly stop: (signal: NodeJS.Signals) => void;
}

/** Whether something listens at the address of a page. */
async function isGone(page: string): Promise<void> {
  if (page.startsWith('http:')) await assert.rejects(fetch(new URL(page).origin), { message: 'fetch failed' });
}

/** Starts it and waits for its end, which is to leave no process; what it said, and its exit code. */
export async function withDemo(
  use: (running: Running) => Promise<void>,
  variables: NodeJS.ProcessEnv = {},
  args: readonly string[] = [],
): Promise<{ text: string; code: unknown }> {
  const env = { ...environment, OTEL_EXPORTER_PROMETHEUS_PORT: '0', ...variables };
  const demo = spawn(process.execPath, ['examples/demo/main.ts', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [demo.stdout, demo.stderr]) stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  const ended = new Promise((resolve) => demo.once('close', (code, signal) => resolve(code ?? signal)));
  try {
    const introduced = (): Omit<Running, 'said' | 'stop'> => ({
      ...servicesIn(text),
      collector: machineIn(text),
      broker: brokerIn(text),
      page: saidOf('page', text),
      alerts: saidOf('alerts', text),
      graphs: saidOf('graphs', text),
    });
    const all = await eventually(introduced, 30_000);
    await use({ ...all, said: () => text, stop: (signal) => demo.kill(signal) });
    const code = await within('its end', ended, 15_000);
    for (const { pid } of [...names.map((name) => all[name]), all.collector, all.broker])
      if (pid !== undefined) assert.throws(() => process.kill(pid, 0), /ESRCH/);
    await Promise.all([all.page, all.alerts, all.graphs].map(isGone));
    return { text, code };
  } finally {
    demo.kill('SIGTERM');
  }
}
