import { join } from 'node:path';
import { Program } from './program.ts';
import type { Site } from './site.ts';

/** The share of requests that miss an objective: a recording, whose name is so short that the link to it fits into a terminal. */
const drawn = 'job:slo_errors_per_request:ratio_rate5m';

/** Debian builds Prometheus 3 without its pages: then the link asks its API. */
async function linkTo(url: string, signal: AbortSignal): Promise<string> {
  const graph = `${url}/graph?g0.range_input=5m&g0.tab=0&g0.expr=${drawn}`;
  const page = await fetch(graph, { signal });
  await page.body?.cancel();
  return page.ok ? graph : `${url}/api/v1/query?query=${drawn}`;
}

/** Starts Prometheus, on loopback, with what was generated into a folder, and keeps its data there. */
export async function startPrometheus(stack: AsyncDisposableStack, folder: string, port: number, signal: AbortSignal): Promise<Site> {
  const url = `http://localhost:${port}`;
  const options = [
    `--config.file=${join(folder, 'prometheus', 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'prometheus-data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    `--web.external-url=${url}`,
  ];
  const program = stack.use(new Program('prometheus', ['prometheus', ...options]));
  await program.says(/Server is ready/, signal);
  return { link: true, text: await linkTo(url, signal) };
}
