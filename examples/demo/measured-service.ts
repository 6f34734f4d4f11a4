import { join } from 'node:path';
import { Program } from './program.ts';

/** The package refers to itself by its name here, as anywhere below its folder: https://nodejs.org/api/packages.html#self-referencing-a-package-using-its-name */
const preload = ['--require', '@autonomica/metrics/instrumentation'];
/** As a user types it, and the file of the service after it. */
export const command = ['node', ...preload].join(' ');
const folder = join(import.meta.dirname, 'platform');

export interface Definition {
  /** What it is called, on the screen and in its metrics. */
  readonly name: string;
  readonly file: string;
  /** What it is told beside what all programs are. */
  readonly env: Readonly<Record<string, string>>;
}

/** What runs, and is measured. */
export interface Measured extends Omit<Definition, 'env'> {
  readonly program: Program;
  /** Where it serves; empty where it serves nothing but its metrics. */
  readonly url: string;
  /** Where its metrics, its index page and its health are. */
  readonly endpoint: string;
  /** What the preload said of it: the port may have been taken. */
  readonly notice: string;
}

/** The preload says it on standard error. */
export const serving = /^@autonomica\/metrics: (.*\bserving http:\S+\/metrics.*)/;
/** What the demo has to hear. */
export const loud = { OTEL_SDK_DISABLED: 'false', OTEL_LOG_LEVEL: 'info', AUTONOMICA_METRICS_LOG_FORMAT: 'text' };
export const endpointIn = (notice: string): string => /http:\S+(?=\/metrics)/.exec(notice)?.[0] ?? notice;

/** Starts a service with the preload, and waits until it serves and is measured. */
export async function startService(stack: AsyncDisposableStack, definition: Definition, stopped: AbortSignal): Promise<Measured> {
  const { name, file } = definition;
  const env = { ...process.env, OTEL_SERVICE_NAME: name, ...definition.env, ...loud };
  const program = stack.use(new Program(name, [process.execPath, ...preload, file], { cwd: folder, env }));
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(20_000)]);
  const [url, notice] = await Promise.all([program.says(/^listening on (\S+)/, signal), program.says(serving, signal)]);
  return { name, file, program, url, endpoint: endpointIn(notice), notice };
}
