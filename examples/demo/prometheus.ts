import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Program } from './program.ts';
import { scratchFolder } from './scratch-folder.ts';

/** A name so short that the link to it fits into a terminal. */
const rule = { record: 'served', expr: 'sum by(job, http_route)(rate(http_server_request_duration_seconds_count[1m]))' };
const advice = 'no prometheus: apt install prometheus, https://prometheus.io/download';

/** A service to scrape. */
export interface Target {
  readonly name: string;
  readonly endpoint: string;
}

const rules = JSON.stringify({ groups: [{ name: 'demo', rules: [rule] }] });
const configOf = (targets: readonly Target[]): string =>
  JSON.stringify({
    global: { scrape_interval: '2s', evaluation_interval: '2s' },
    rule_files: ['rules.yml'],
    scrape_configs: targets.map(({ name, endpoint }) => ({
      job_name: name,
      static_configs: [{ targets: [new URL(endpoint).host] }],
    })),
  });

/** Where its graphs are, or why there are none. */
export interface Graphs {
  readonly link: boolean;
  readonly text: string;
}

/** Debian builds Prometheus 3 without its pages: then the link asks its API. */
async function linkTo(address: string, signal: AbortSignal): Promise<string> {
  const graph = `http://${address}/graph?g0.range_input=5m&g0.tab=0&g0.expr=${rule.record}`;
  const page = await fetch(graph, { signal });
  await page.body?.cancel();
  return page.ok ? graph : `http://${address}/api/v1/query?query=${rule.record}`;
}

/** In a temporary folder, and on whatever port is free. */
async function run(stack: AsyncDisposableStack, targets: readonly Target[]): Promise<Program> {
  const folder = await scratchFolder(stack);
  const config = join(folder, 'prometheus.yml');
  await writeFile(config, configOf(targets));
  await writeFile(join(folder, 'rules.yml'), rules);
  const data = `--storage.tsdb.path=${join(folder, 'data')}`;
  return stack.use(new Program('prometheus', ['prometheus', `--config.file=${config}`, data, '--web.listen-address=127.0.0.1:0']));
}

async function ready(program: Program, signal: AbortSignal): Promise<string> {
  const address = await program.says(/msg="Listening on" address=(\S+)/, signal);
  await program.says(/Server is ready/, signal);
  return linkTo(address, signal);
}

/** Starts a Prometheus that scrapes the services. */
export async function startPrometheus(stack: AsyncDisposableStack, targets: readonly Target[], stopped: AbortSignal): Promise<Graphs> {
  const program = await run(stack, targets);
  if (program.pid === undefined) return { link: false, text: advice };
  try {
    return { link: true, text: await ready(program, AbortSignal.any([stopped, AbortSignal.timeout(20_000)])) };
  } catch (error) {
    stopped.throwIfAborted();
    return { link: false, text: (error as Error).message };
  }
}
