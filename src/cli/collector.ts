import { constants } from 'node:os';
import type { Mounts } from '../endpoint/mounted.ts';
import { ConfigError } from '../environment.ts';
import { beacon } from '../index.ts';
import type { Running } from '../running.ts';
import { instrumentationNames } from '../settings.ts';
import { start } from '../start.ts';
import { beaconOptions, beaconSettings, withoutBeacon } from './beacon-settings.ts';
import { help } from './collector-help.ts';
import { type CollectorCommand, type CollectorSettings, defaults, type Parsed, parseFlags } from './flags.ts';

export interface Output {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** What the services of a machine are told to leave out, because there is a collector, does not concern it. */
const always = { facts: 'machine', machine: true, enabled: instrumentationNames, disabledOnes: [], entry: import.meta.filename } as const;

/** What of the settings is in vain, or leaves the collector nothing to do; a single scrape is printed whatever the exporters are. */
const idle =
  (once: boolean) =>
  ({ disabled, exporters, ...settings }: CollectorSettings, wrong: readonly string[]): readonly string[] => {
    const problems = [...withoutBeacon(settings, wrong)];
    if (disabled) problems.push('OTEL_SDK_DISABLED: "true" leaves nothing to do: unset it');
    if (!once && !exporters.includes('prometheus'))
      problems.push(`AUTONOMICA_METRICS_EXPORTER, else OTEL_METRICS_EXPORTER: "${exporters.join()}" has no prometheus: add it`);
    return problems;
  };

function mounts(settings: CollectorSettings): Mounts {
  const options = beaconOptions(settings);
  return options === undefined ? {} : { [settings.beaconPath]: beacon(options).serve };
}

function begin({ once, flags, problems }: Parsed): Running {
  const command: CollectorCommand = { flags, problems, defaults, own: beaconSettings, unfit: idle(once), mounts };
  return start({ ...always, command, ...(once && { exporters: ['none'] }) });
}

const endings = ['SIGTERM', 'SIGINT'] as const;

/** Ends the process there and then. `exit` waits for a system call that hangs, on a dead mount for one; a signal does not, but spares process 1. */
function endBy(signal: (typeof endings)[number]): void {
  for (const each of endings) process.removeAllListeners(each);
  process.kill(process.pid, signal);
  process.exit(128 + constants.signals[signal]);
}

/** Resolves at the first SIGTERM or SIGINT; the second ends the process. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let isSecond = false;
    const hear = (signal: (typeof endings)[number]): void => {
      if (isSecond) endBy(signal);
      isSecond = true;
      resolve();
    };
    for (const signal of endings) process.on(signal, () => hear(signal));
  });
}

/** Gives the exit code, and ends the process there and then where it could not end by itself. */
async function ended(running: Running, code: number): Promise<number> {
  if (!(await running.canEnd())) endBy('SIGTERM');
  return code;
}

/** Serves until it is told to end, and gives the last answers. */
async function serve({ address, stop }: Running): Promise<number> {
  const ending = signalled();
  // the endpoint keeps no process alive
  const hold = setInterval(() => {}, 2 ** 30);
  const url = await address;
  if (url !== undefined) await ending.then(stop);
  clearInterval(hold);
  return url === undefined ? 1 : 0;
}

/** Writes it all; who reads may leave before the end, as `head` does. */
function write(stdout: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error)));
    stdout.write(text, (error) => {
      if (!error) resolve();
    });
  });
}

async function print({ endpoint }: Running, stdout: NodeJS.WritableStream): Promise<number> {
  const response = await endpoint.fetch(new Request('http://localhost/metrics'));
  const text = await response.text();
  if (!response.ok) throw new Error(text.trimEnd());
  await write(stdout, text);
  return 0;
}

/** Runs the collector, and gives the exit code. */
export async function collectorCommand(args: readonly string[], { stdout, stderr }: Output): Promise<number> {
  const parsed = parseFlags(args);
  if (parsed.help) {
    await write(stdout, help);
    return 0;
  }
  try {
    const running = begin(parsed);
    return await ended(running, await (parsed.once ? print(running, stdout) : serve(running)));
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems : [String(error)];
    stderr.write(`autonomica-metrics collector:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
    return 1;
  }
}
