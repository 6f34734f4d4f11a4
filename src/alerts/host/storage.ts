import { host } from '../../catalogue/host.ts';
import { labels, type Match, series, type Target } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown, valuePercent } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent } from '../words.ts';

const { disk, filesystem, pressure } = host;
const { usage, inodes, up } = filesystem;
const team = 'platform';
const at = `{{ $labels.instance }}: ${shown(usage, 'mountpoint')}`;

/** Space, inodes and answers of file systems, and the disks below them. */
export function storage(limits: Thresholds['host'], job: Target): readonly Alert[] {
  const space = (state: Match): string => series(usage, { mode: 'rw', state }, job);
  const ofState = (expr: string): string => `sum without (${labels(usage, 'state')}) (${expr})`;
  // as `df` has it: what is reserved for root is nobody's
  const used = `${ofState(space('used'))} / (${ofState(space(['used', 'free']))} > 0)`;
  const free = space('free');
  // what has been written and is over, a backup, goes on in the longer range alone; what comes in bursts has its burst in the shorter one
  const fills = ([long, shortMinutes]: readonly [long: string, shortMinutes: number], hours: number): string =>
    `and ${ofState(`predict_linear(${free}[${long}], ${hours * 3600})`)} < 0
  and ${ofState(`${free} + ${(hours * 60) / shortMinutes} * (${free} - ${free} offset ${shortMinutes}m)`)} < 0`;
  const inodesOf = (state: Match): string => `sum without (${labels(inodes, 'state')}) (${series(inodes, { mode: 'rw', state }, job)})`;
  const inMode = (mode: 'rw' | 'ro'): string => series(up, { mode }, job);
  const operations = `rate(${series(disk.operationTime, {}, job)}[5m])`;
  return [
    {
      alert: 'HostDiskFull',
      expr: `${used} > ${limits.diskRatio}`,
      for: '10m',
      severity: 'critical',
      team,
      summary: `${at} is full`,
      description: `${valuePercent} of what everybody may use of ${shown(usage, 'device')} is used, the limit is ${percent(limits.diskRatio)}. When it is full every write fails (ENOSPC).`,
    },
    {
      alert: 'HostDiskWillFillIn4h',
      expr: `${used} > ${limits.diskFillsIn4hRatio}
  ${fills(['1h', 30], 4)}`,
      for: '1h',
      severity: 'critical',
      team,
      summary: `${at} will be full within 4 hours`,
      description: `${valuePercent} are used, and if it goes on as in the last hour, and in the last 30 minutes, nothing will be free in 4 hours.`,
    },
    {
      alert: 'HostDiskWillFillIn24h',
      expr: `${used} > ${limits.diskFillsIn24hRatio}
  ${fills(['6h', 120], 24)}`,
      for: '4h',
      severity: 'warning',
      team,
      summary: `${at} will be full within a day`,
      description: `${valuePercent} are used, and if it goes on as in the last 6 hours, and in the last two, nothing will be free in 24 hours.`,
    },
    {
      alert: 'HostInodesLow',
      expr: `${inodesOf('free')} / (${inodesOf(['used', 'free'])} > 0) < ${limits.freeInodesRatio}`,
      for: '30m',
      severity: 'warning',
      team,
      summary: `${at} can hold nearly no file more`,
      description: `${valuePercent} of its inodes are free, ${percent(limits.freeInodesRatio)} are needed. Without one no file can be made, whatever space there is (ENOSPC).`,
    },
    {
      alert: 'HostFilesystemReadOnly',
      // the mode is a label: the series of one that was writable has ended, and another has begun
      expr: `${inMode('ro')}
  and ignoring (${labels(up, 'mode')}) present_over_time(${inMode('rw')}[1d])
  unless ignoring (${labels(up, 'mode')}) ${inMode('rw')}`,
      for: '2m',
      keepFiringFor: '5m',
      severity: 'critical',
      team,
      summary: `${at} has become read-only`,
      description: `It could be written to within the last day, and no longer can: the kernel does so when ${shown(up, 'device')} gives errors. Every write fails (EROFS).`,
    },
    {
      alert: 'HostFilesystemStale',
      expr: `${series(up, {}, job)} == 0`,
      for: '5m',
      severity: 'warning',
      team,
      summary: `${at} does not answer`,
      description: `The kernel does not say what ${shown(up, 'device')} holds, or may not be asked; what is shown is what it said last. Programs that read it hang.`,
    },
    {
      alert: 'HostDiskSaturated',
      expr: `sum without (${labels(disk.operationTime, 'direction')}) (${operations}) > ${limits.diskQueueLength}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: disk ${shown(disk.operationTime, 'device')} is given more than it can do`,
      description: `{{ $value | humanize }} reads and writes are under way at any time, the limit is ${limits.diskQueueLength}. Each waits for those before it.`,
    },
    {
      alert: 'HostIoPressure',
      expr: `rate(${series(pressure, { resource: 'io', severity: 'full' }, job)}[5m]) > ${limits.ioPressureRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: programs wait for a disk',
      description: `${valuePercent} of the time nothing that could work went on, for all of it waited for a disk; the limit is ${percent(limits.ioPressureRatio)}.`,
    },
  ];
}
