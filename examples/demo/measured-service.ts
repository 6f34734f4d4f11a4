import { Program } from './program.ts';

/** As a user types it. The package refers to itself by its name here, as anywhere below its folder: https://nodejs.org/api/packages.html#self-referencing-a-package-using-its-name */
const preload = ['--require', '@autonomica/metrics/instrumentation'];
export const command = ['node', ...preload, 'service.js'].join(' ');

export interface MeasuredService {
  readonly program: Program;
  /** Where it serves. */
  readonly url: string;
  /** Where its metrics, its index page and its health are. */
  readonly endpoint: string;
  /** What the preload said of it: the port may have been taken. */
  readonly notice: string;
}

/** The preload says it on standard error. */
const serving = /^@autonomica\/metrics: (.*\bserving http:\S+\/metrics.*)/;
const endpointIn = (notice: string): string => /http:\S+(?=\/metrics)/.exec(notice)?.[0] ?? notice;

/** Starts the service with the preload, and waits until it serves and is measured. */
export async function startService(stack: AsyncDisposableStack, stopped: AbortSignal): Promise<MeasuredService> {
  const { OTEL_SERVICE_NAME = 'demo', PORT = '0' } = process.env;
  const env = { ...process.env, OTEL_SERVICE_NAME, PORT, OTEL_SDK_DISABLED: 'false', OTEL_LOG_LEVEL: 'info' };
  const program = stack.use(new Program('the service', [process.execPath, ...preload, 'service.js'], { cwd: import.meta.dirname, env }));
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(20_000)]);
  const [url, notice] = await Promise.all([program.says(/^listening on (\S+)/, signal), program.says(serving, signal)]);
  return { program, url, endpoint: endpointIn(notice), notice };
}
