import { commandLine } from './command-line.ts';
import { endpointIn, loud, type Measured, serving } from './measured-service.ts';
import { Program } from './program.ts';

/** As a user types it. */
export const collectorCommand = 'npx autonomica-metrics collector';

async function startOn(port: string, stack: AsyncDisposableStack, stopped: AbortSignal): Promise<Measured> {
  const env = { ...process.env, ...loud };
  const program = stack.use(new Program('collector', [...commandLine, 'collector', '--port', port], { env }));
  const notice = await program.says(serving, AbortSignal.any([stopped, AbortSignal.timeout(20_000)]));
  return { name: 'collector', file: '', url: '', program, endpoint: endpointIn(notice), notice };
}

/** Starts the collector on its usual port, or, where that is another's, on a free one, which is said; `0` asks for a free one. */
export async function startCollector(stack: AsyncDisposableStack, stopped: AbortSignal): Promise<Measured> {
  const free = (): Promise<Measured> => startOn('0', stack, stopped);
  if (process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] === '0') return free();
  try {
    return await startOn('8000', stack, stopped);
  } catch {
    stopped.throwIfAborted();
    return { ...(await free()), notice: "port 8000 is another's" };
  }
}
