import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startAlertmanager } from './alertmanager.ts';
import { freePort } from './free-port.ts';
import { generateInto } from './generated.ts';
import type { Measured } from './measured-service.ts';
import { startPrometheus } from './prometheus.ts';
import { scratchFolder } from './scratch-folder.ts';
import type { Site } from './site.ts';

/** What hangs off the metrics. */
export interface Monitoring {
  readonly graphs: Site;
  readonly alerts: Site;
}

/** Asked before anything is generated: what is not there, no rule is to miss. */
function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Debian calls it otherwise than its authors do. */
const alertmanagers = ['prometheus-alertmanager', 'alertmanager'];

const absent = (program: string): Site => ({
  link: false,
  text: `no ${program}: apt install ${program}, https://prometheus.io/download`,
});

/** What does not start is told in its place. */
async function site(starting: Promise<Site>, stopped: AbortSignal): Promise<Site> {
  try {
    return await starting;
  } catch (error) {
    stopped.throwIfAborted();
    return { link: false, text: (error as Error).message };
  }
}

/** The usual one, if it is free and nobody wants that all ports are whatever is free. */
const portLike = (usual: number): Promise<number> => freePort(process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] === '0' ? 0 : usual);

/**
 * Starts Prometheus and Alertmanager with what `generate` writes for the demo, where they are installed.
 * @param jobs what Prometheus scrapes beside the two, by the name that rules and dashboards know it by
 * @param config see {@link generateInto}
 */
export async function startMonitoring(
  stack: AsyncDisposableStack,
  jobs: Readonly<Record<string, Pick<Measured, 'endpoint'>>>,
  config: string | undefined,
  stopped: AbortSignal,
): Promise<Monitoring> {
  const hasPrometheus = isInstalled('prometheus');
  const alertmanager = alertmanagers.find(isInstalled);
  const [ofPrometheus, ofAlertmanager] = await Promise.all([portLike(9090), portLike(9093)]);
  const folder = await scratchFolder(stack);
  const at = (port: number): string[] => [`localhost:${port}`];
  const services = Object.entries(jobs).map(([job, { endpoint }]) => [job, [new URL(endpoint).host]] as const);
  const own = { prometheus: at(ofPrometheus), ...(alertmanager !== undefined && { alertmanager: at(ofAlertmanager) }) };
  await generateInto(folder, { ...Object.fromEntries(services), ...own }, config);
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(20_000)]);
  const [graphs, alerts] = await Promise.all([
    hasPrometheus ? site(startPrometheus(stack, folder, ofPrometheus, signal), stopped) : absent('prometheus'),
    alertmanager === undefined
      ? absent('prometheus-alertmanager')
      : site(startAlertmanager(stack, { program: alertmanager, folder, port: ofAlertmanager }, signal), stopped),
  ]);
  return { graphs, alerts };
}
