import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from './program.ts';

const query = 'sum by(http_route)(rate(http_server_request_duration_seconds_count[1m]))';
const advice = 'not on the PATH; for graphs: apt install prometheus, or https://prometheus.io/download';

const configOf = (endpoint: string): string =>
  JSON.stringify({
    global: { scrape_interval: '2s' },
    scrape_configs: [{ job_name: 'demo', static_configs: [{ targets: [new URL(endpoint).host] }] }],
  });

/** Where its graphs are, or why there are none. */
export interface Graphs {
  readonly link: boolean;
  readonly text: string;
}

/** Debian builds Prometheus 3 without its pages: then the link asks its API. */
async function linkTo(address: string, signal: AbortSignal): Promise<string> {
  const asked = encodeURIComponent(query);
  const graph = `http://${address}/graph?g0.range_input=5m&g0.tab=0&g0.expr=${asked}`;
  const page = await fetch(graph, { signal });
  await page.body?.cancel();
  return page.ok ? graph : `http://${address}/api/v1/query?query=${asked}`;
}

/** In a temporary folder, and on whatever port is free. */
async function run(stack: AsyncDisposableStack, endpoint: string): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'autonomica-demo-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const config = join(folder, 'prometheus.yml');
  await writeFile(config, configOf(endpoint));
  const data = `--storage.tsdb.path=${join(folder, 'data')}`;
  return stack.use(new Program('prometheus', ['prometheus', `--config.file=${config}`, data, '--web.listen-address=127.0.0.1:0']));
}

async function ready(program: Program, signal: AbortSignal): Promise<string> {
  const address = await program.says(/msg="Listening on" address=(\S+)/, signal);
  await program.says(/Server is ready/, signal);
  return linkTo(address, signal);
}

/** Starts a Prometheus that scrapes the service. */
export async function startPrometheus(stack: AsyncDisposableStack, endpoint: string, stopped: AbortSignal): Promise<Graphs> {
  const program = await run(stack, endpoint);
  if (program.pid === undefined) return { link: false, text: advice };
  try {
    return { link: true, text: await ready(program, AbortSignal.any([stopped, AbortSignal.timeout(20_000)])) };
  } catch (error) {
    stopped.throwIfAborted();
    return { link: false, text: (error as Error).message };
  }
}
