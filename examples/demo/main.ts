import { startCollector } from './collector.ts';
import { Doctor } from './doctor.ts';
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

/** Runs until it is stopped, and gives what is to be said then; rejects when a service ends before. */
async function demo({ config }: Options): Promise<string> {
  await using stack = new AsyncDisposableStack();
  const { api, models, agents, worker, broker } = await startPlatform(stack, stop.signal);
  const services = [api, worker, agents, models] as const;
  const collector = await startCollector(stack, stop.signal);
  const all = [...services, collector];
  const monitoring = await startMonitoring(stack, { api, models, worker, agent: agents, collector }, config, stop.signal);
  stdout.write(introduction({ services, collector, broker, monitoring }));
  stack.use(new Load(api.url));
  const isScreen = stdout.isTTY && process.env['TERM'] !== 'dumb';
  const view = stack.use(isScreen ? new Screen(stdout) : new Report(stdout));
  const doctor = new Doctor(all, monitoring, stop.signal);
  stack.defer(async () => void (await doctor.report));
  // a screen shows what it comes to, and has no place for all of it
  if (!isScreen) void doctor.report.then((report) => stop.signal.aborted || stdout.write(`\n${report}\n`));
  const over = stack.adopt(new AbortController(), (controller) => controller.abort());
  const programs = [...all, ...(broker.redis ? [broker.redis] : [])];
  const lost = programs.map(({ program }) => program.loss().then((error) => Promise.reject(error)));
  await Promise.race([
    watch(view, { services, collector, monitoring, doctor, broker }, AbortSignal.any([stop.signal, over.signal])),
    ...lost,
  ]);
  return isScreen ? await doctor.report : '';
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) {
    stdout.write(usage);
    return;
  }
  listenForTheEnd(options);
  try {
    stdout.write(await demo(options));
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
