import { Load } from './load.ts';
import { command, type MeasuredService, startService } from './measured-service.ts';
import { type Options, optionsOf, usage } from './options.ts';
import { type Graphs, startPrometheus } from './prometheus.ts';
import { Report } from './report.ts';
import { Screen } from './screen.ts';
import { watch } from './watch.ts';

const { stdout, stderr } = process;
const stop = new AbortController();

function listenForTheEnd({ seconds }: Options): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  // whoever read this has gone
  stdout.on('error', () => stop.abort());
  if (seconds !== undefined) setTimeout(() => stop.abort(), seconds * 1000).unref();
}

function introduce({ url, endpoint, notice, program }: MeasuredService, { text }: Graphs): void {
  stdout.write(`
  ${command}

  service   ${url}  (pid ${program.pid})
  metrics   ${endpoint}/metrics${notice.startsWith('serving') ? '' : `  (${notice})`}
  index     ${endpoint}/
  health    ${endpoint}/-/healthy
  graphs    ${text}

`);
}

/** Runs until it is stopped; rejects when the service ends before. */
async function demo(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const service = await startService(stack, stop.signal);
  const graphs = await startPrometheus(stack, service.endpoint, stop.signal);
  introduce(service, graphs);
  stack.use(new Load(service.url));
  const view = stack.use(stdout.isTTY && process.env['TERM'] !== 'dumb' ? new Screen(stdout) : new Report(stdout));
  const lost = service.program.loss().then((error) => Promise.reject(error));
  await Promise.race([watch(view, { ...service, graphs }, stop.signal), lost]);
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) {
    stdout.write(usage);
    return;
  }
  listenForTheEnd(options);
  try {
    await demo();
  } catch (error) {
    // Ctrl-C ends the service as well, and it may be first
    if (!stop.signal.aborted) throw error;
  }
  stdout.write('stopped\n');
}

try {
  await main();
} catch (error) {
  stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
