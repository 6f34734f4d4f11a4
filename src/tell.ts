import { type Listening, urlOf } from './endpoint/server.ts';
import { isLoopback } from './loopback.ts';
import type { Configuration } from './environment.ts';
import { log } from './log.ts';
import type { Container } from './readings/container/detect.ts';

/** What `engines` asks for. */
const oldest = [22, 15] as const;

function isOld(node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

/** Says what of the environment was ignored, or is missing. */
export function tellSettings({ rejected }: Configuration, isUnnamed: boolean): void {
  if (rejected.length > 0) log.warn(`ignored: ${rejected.map(({ variable, problem }) => `${variable}: ${problem}`).join('; ')}`);
  if (isOld(process.versions.node)) log.warn(`Node ${process.versions.node} is older than ${oldest.join('.')}: nothing is promised on it`);
  if (isUnnamed) log.warn('the service has no name: set OTEL_SERVICE_NAME');
}

interface Place {
  readonly configured: number;
  /** The paths of what is there beside the endpoint. */
  readonly mounts: readonly string[];
  readonly container: Container | undefined;
}

/** Says where the endpoint is, and whether anybody can reach it; gives its URL. */
export function tellAddress({ host, port, taken }: Listening, { configured, mounts, container }: Place): string {
  const url = urlOf({ host, port });
  if (taken) log.warn(`port ${configured} is taken, serving ${url}/metrics instead: set OTEL_EXPORTER_PROMETHEUS_PORT`);
  else log.info(`serving ${url}/metrics`);
  for (const path of mounts) log.info(`taking what is sent to ${new URL(path, url).href}`);
  if (container?.proven && isLoopback(host))
    log.warn(`nobody outside this container (${container.sign}) can scrape ${url}/metrics: set OTEL_EXPORTER_PROMETHEUS_HOST=0.0.0.0`);
  return url;
}

export const tellMoved = ({ host, port }: Listening, configured: number): void =>
  log.info(`port ${configured} is free again, serving ${urlOf({ host, port })}/metrics`);

/** Says why the endpoint of a service listens nowhere. */
export const tellUnbound = (error: unknown, host: string): void =>
  log.error(`the endpoint can not listen on ${host}: ${String(error)}: set OTEL_EXPORTER_PROMETHEUS_HOST`);

/** The same of a command's, whose operator has flags. */
export function tellCommandUnbound(error: unknown, { host, port }: Pick<Listening, 'host' | 'port'>): void {
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `can not listen on ${urlOf({ host, port })}`;
  if (code === 'EADDRINUSE') log.error(`${where}, port ${port} is taken: by whom, tells ss -ltnp 'sport = :${port}'; or set --port`);
  else if (code === 'EACCES') log.error(`${where}, port ${port} is not permitted to this user: set --port to 1024 or more`);
  else log.error(`${where}: ${message}: set --host to an address of this machine`);
}
