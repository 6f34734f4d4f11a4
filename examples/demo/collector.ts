import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { endpointIn, loud, type Measured, serving } from './measured-service.ts';
import { Program } from './program.ts';

/** The name by which alerts and dashboards know its metrics. */
export const collectorJob = 'autonomica-collector';
/** As a user types it. */
export const collectorCommand = 'npx autonomica-metrics collector';

const require = createRequire(import.meta.url);
const manifest = require.resolve('@autonomica/metrics/package.json');
const { bin } = require(manifest) as { readonly bin: Readonly<Record<string, string>> };
/** What npx would run, without the npx between, which would have to hand on every signal. */
const file = join(dirname(manifest), bin['autonomica-metrics'] as string);

async function startOn(port: string, stack: AsyncDisposableStack, stopped: AbortSignal): Promise<Measured> {
  const env = { ...process.env, ...loud };
  const program = stack.use(new Program('collector', [process.execPath, file, 'collector', '--port', port], { env }));
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
