import { startCollector } from './collector.ts';
import { introduction } from './introduction.ts';
import { Load } from './load.ts';
import { startMonitoring } from './monitoring.ts';
import { type Options, optionsOf, usage } from './options.ts';
import { startPlatform } from './platform.ts';
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

/** Runs until it is stopped; rejects when a service ends before. */
async function demo({ config }: Options): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const { api, models, agents, worker, broker } = await startPlatform(stack, stop.signal);
  const services = [api, worker, agents, models] as const;
  const collector = await startCollector(stack, stop.signal);
  const all = [...services, collector];
  const monitoring = await startMonitoring(stack, { api, models, worker, agent: agents, collector }, config, stop.signal);
  stdout.write(introduction({ services, collector, broker, monitoring }));
  stack.use(new Load(api.url));
  const view = stack.use(stdout.isTTY && process.env['TERM'] !== 'dumb' ? new Screen(stdout) : new Report(stdout));
  const over = stack.adopt(new AbortController(), (controller) => controller.abort());
  const programs = [...all, ...(broker.redis ? [broker.redis] : [])];
  const lost = programs.map(({ program }) => program.loss().then((error) => Promise.reject(error)));
  await Promise.race([watch(view, { services, collector, monitoring, broker }, AbortSignal.any([stop.signal, over.signal])), ...lost]);
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) {
    stdout.write(usage);
    return;
  }
  listenForTheEnd(options);
  try {
    await demo(options);
  } catch (error) {
    // Ctrl-C ends the services as well, and one of them may be first
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
