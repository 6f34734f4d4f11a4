import type { Point } from './points.ts';

type Labels = Readonly<Record<string, string>>;

/** A metric of node_exporter and what it is here. */
export interface Pair {
  /** Name, and the labels that choose among its series: `node_disk_reads_completed_total`. */
  readonly theirs: string;
  readonly where?: Labels;
  readonly ours: string;
  readonly labelled?: Labels;
  /** Their labels that tell series apart, and what they are called here. */
  readonly by?: Labels;
  /** Values of theirs that have another name here. */
  readonly called?: Labels;
  /** Moves up and down between two reads: by how much it may be off, beside a share of itself. */
  readonly moves?: number;
  /** Machines of the tests have none. */
  readonly rare?: true;
  /** Series that only theirs has, by intention: of virtual devices, of memory. */
  readonly more?: true;
}

const device = { device: 'system_device' };
const disk = (theirs: string, ours: string, direction?: 'read' | 'write'): Pair => ({
  theirs: `node_disk_${theirs}_total`,
  ours: `system_disk_${ours}_total`,
  ...(direction && { labelled: { disk_io_direction: direction } }),
  by: device,
  more: true,
});
const network = (theirs: string, ours: string, direction: 'receive' | 'transmit'): Pair => ({
  theirs: `node_network_${direction}_${theirs}_total`,
  ours: `system_network_${ours}_total`,
  labelled: { network_io_direction: direction },
  by: { device: 'network_interface_name' },
  more: true,
});
const both = (of: (direction: 'receive' | 'transmit') => Pair): Pair[] => [of('receive'), of('transmit')];
const memory = (theirs: string, state: string): Pair => ({
  theirs: `node_memory_${theirs}_bytes`,
  ours: 'system_memory_usage_bytes',
  labelled: { system_memory_state: state },
  moves: 0,
});
const mount = { ...device, mountpoint: 'system_filesystem_mountpoint', fstype: 'system_filesystem_type' };
const pressure = (theirs: string, resource: string, severity: 'some' | 'full'): Pair => ({
  theirs: `node_pressure_${theirs}_seconds_total`,
  ours: 'autonomica_host_pressure_seconds_total',
  labelled: { autonomica_pressure_resource: resource, autonomica_pressure_severity: severity },
});
const states = { R: 'running', S: 'sleeping', D: 'blocked', I: 'idle', T: 'stopped', Z: 'defunct' };
const connections = { syn_recv: 'syn_received', fin_wait1: 'fin_wait_1', fin_wait2: 'fin_wait_2', close: 'closed' };

/** Every metric that both have. */
export const pairs: readonly Pair[] = [
  {
    theirs: 'node_cpu_seconds_total',
    ours: 'system_cpu_time_seconds_total',
    by: { cpu: 'cpu_logical_number', mode: 'cpu_mode' },
    called: { irq: 'interrupt' },
  },
  {
    theirs: 'node_cpu_scaling_frequency_hertz',
    ours: 'system_cpu_frequency_hertz',
    by: { cpu: 'cpu_logical_number' },
    moves: 0,
    rare: true,
  },
  { theirs: 'node_hwmon_temp_celsius', ours: 'hw_temperature_celsius', rare: true, moves: 5, more: true },
  { theirs: 'node_load1', ours: 'system_cpu_load_average_1m', moves: 0 },
  { theirs: 'node_load5', ours: 'system_cpu_load_average_5m', moves: 0 },
  { theirs: 'node_load15', ours: 'system_cpu_load_average_15m', moves: 0 },
  { theirs: 'node_memory_MemTotal_bytes', ours: 'system_memory_limit_bytes' },
  { theirs: 'node_memory_MemAvailable_bytes', ours: 'system_memory_linux_available_bytes', moves: 0 },
  memory('MemFree', 'free'),
  memory('Buffers', 'buffers'),
  memory('Cached', 'cached'),
  { theirs: 'node_memory_SwapFree_bytes', ours: 'system_paging_usage_bytes', labelled: { system_paging_state: 'free' }, moves: 0 },
  { theirs: 'node_vmstat_pswpin', ours: 'system_paging_operations_total', labelled: { system_paging_direction: 'in' } },
  { theirs: 'node_vmstat_pswpout', ours: 'system_paging_operations_total', labelled: { system_paging_direction: 'out' } },
  { theirs: 'node_vmstat_pgmajfault', ours: 'system_paging_faults_total', labelled: { system_paging_fault_type: 'major' } },
  { theirs: 'node_vmstat_oom_kill', ours: 'autonomica_host_oom_kills_total' },
  pressure('cpu_waiting', 'cpu', 'some'),
  pressure('memory_waiting', 'memory', 'some'),
  pressure('memory_stalled', 'memory', 'full'),
  pressure('io_waiting', 'io', 'some'),
  pressure('io_stalled', 'io', 'full'),
  { theirs: 'node_filesystem_size_bytes', ours: 'system_filesystem_limit_bytes', by: mount, more: true },
  {
    theirs: 'node_filesystem_avail_bytes',
    ours: 'system_filesystem_usage_bytes',
    labelled: { system_filesystem_state: 'free' },
    by: mount,
    more: true,
    moves: 0,
  },
  {
    theirs: 'node_filesystem_files_free',
    ours: 'system_filesystem_inodes_usage',
    labelled: { system_filesystem_state: 'free' },
    by: mount,
    more: true,
    moves: 0,
  },
  disk('read_bytes', 'io_bytes', 'read'),
  disk('written_bytes', 'io_bytes', 'write'),
  disk('reads_completed', 'operations', 'read'),
  disk('writes_completed', 'operations', 'write'),
  disk('reads_merged', 'merged', 'read'),
  disk('writes_merged', 'merged', 'write'),
  disk('io_time_seconds', 'io_time_seconds'),
  disk('read_time_seconds', 'operation_time_seconds', 'read'),
  disk('write_time_seconds', 'operation_time_seconds', 'write'),
  ...both((direction) => network('bytes', 'io_bytes', direction)),
  ...both((direction) => network('packets', 'packet_count', direction)),
  ...both((direction) => network('drop', 'packet_dropped', direction)),
  ...both((direction) => network('errs', 'errors', direction)),
  {
    theirs: 'node_tcp_connection_states',
    ours: 'system_network_connection_count',
    by: { state: 'network_connection_state' },
    called: connections,
    more: true,
    moves: 2,
  },
  { theirs: 'node_procs_running', ours: 'autonomica_host_threads', labelled: { autonomica_thread_state: 'runnable' }, moves: 3 },
  { theirs: 'node_procs_blocked', ours: 'autonomica_host_threads', labelled: { autonomica_thread_state: 'blocked' }, moves: 3 },
  { theirs: 'node_processes_state', ours: 'system_process_count', by: { state: 'process_state' }, called: states, moves: 3 },
  { theirs: 'node_forks_total', ours: 'system_process_created_total' },
  { theirs: 'node_boot_time_seconds', ours: 'autonomica_host_boot_time_seconds' },
  { theirs: 'node_filefd_allocated', ours: 'autonomica_host_file_descriptor_usage', moves: 64 },
  { theirs: 'node_filefd_maximum', ours: 'autonomica_host_file_descriptor_limit' },
  { theirs: 'node_uname_info', ours: 'autonomica_host_info', by: { nodename: 'host_name', release: 'autonomica_kernel_release' } },
];

const has = (labels: Labels, wanted: Labels = {}): boolean => Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** Their series by the labels that ours have. */
export function theirSeries({ where, by = {}, called = {} }: Pair, points: readonly Point[]): ReadonlyMap<string, number> {
  const chosen = points.filter(({ labels }) => has(labels, where));
  return new Map(
    chosen.map(({ labels, value }) => {
      const names = Object.entries(by).map(([name, here]) => {
        const given = labels[name] ?? '';
        return `${here}=${called[given] ?? given}`;
      });
      return [names.toSorted().join(), value];
    }),
  );
}

export function ourSeries({ labelled, by = {} }: Pair, points: readonly Point[]): ReadonlyMap<string, number> {
  const chosen = points.filter(({ labels }) => has(labels, labelled));
  const named = (labels: Labels): string =>
    Object.values(by)
      .map((here) => `${here}=${labels[here] ?? ''}`)
      .toSorted()
      .join();
  return new Map(chosen.map(({ labels, value }) => [named(labels), value]));
}

const braces = (labels: Labels = {}): string => {
  const text = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return text.length === 0 ? '' : `{${text.join(',')}}`;
};
const renamed = ({ by = {}, called = {} }: Pair): string =>
  [...Object.entries(by), ...Object.entries(called)].map(([theirs, ours]) => `\`${theirs}\` → \`${ours}\``).join(', ');

/** The pairs as a page shows them. */
export const pairsTable = (): string =>
  [
    '| node_exporter | here | labels |\n| --- | --- | --- |\n',
    ...pairs.map((pair) => `| \`${pair.theirs}${braces(pair.where)}\` | \`${pair.ours}${braces(pair.labelled)}\` | ${renamed(pair)} |\n`),
  ].join('');
