import type { Matches } from './snapshot.ts';
import type { Span } from './span.ts';

/** A file system, and the share of it that is taken. */
export interface Disk {
  readonly mount: string;
  readonly full: number;
}

/** What the collector says of the machine; NaN where it does not know. */
export interface Machine {
  /** A share of all cores. */
  readonly cpu: number;
  /** Of the last minute. */
  readonly load: number;
  readonly memory: { readonly used: number; readonly bytes: number };
  /** The one that is fullest, as `df` tells it: of what is not reserved. */
  readonly disk: Disk | undefined;
  /** Bytes per second. */
  readonly network: { readonly received: number; readonly sent: number };
}

const labelled =
  (label: string, ...values: string[]): Matches =>
  (labels) =>
    values.includes(labels[label] ?? '');
const cpu = 'system_cpu_time_seconds_total';
const memory = 'system_memory_usage_bytes';
const files = 'system_filesystem_usage_bytes';
const network = 'system_network_io_bytes_total';

/** What a core waits for is no work of its own. */
const idle = labelled('cpu_mode', 'idle', 'iowait');

function disksIn({ to }: Span): Disk[] {
  const mounts = Map.groupBy(to.series(files), ({ labels }) => labels['system_filesystem_mountpoint'] ?? '');
  return [...mounts].map(([mount, series]) => {
    const of = (state: string): number =>
      series.find(({ labels }) => labels['system_filesystem_state'] === state)?.numbers[0] ?? Number.NaN;
    return { mount, full: of('used') / (of('used') + of('free')) };
  });
}

export function machineIn(span: Span): Machine {
  return {
    cpu: Math.max(0, 1 - span.rate(cpu, idle) / span.rate(cpu)),
    load: span.to.sum('system_cpu_load_average_1m'),
    memory: { used: span.to.sum(memory, labelled('system_memory_state', 'used')), bytes: span.to.sum(memory) },
    disk: disksIn(span).toSorted((a, b) => b.full - a.full)[0],
    network: {
      received: span.rate(network, labelled('network_io_direction', 'receive')),
      sent: span.rate(network, labelled('network_io_direction', 'transmit')),
    },
  };
}
