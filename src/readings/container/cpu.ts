import { container } from '../../catalogue/container.ts';
import type { Files } from '../files.ts';
import { type Groups, type Place, textIn } from './groups.ts';
import { least, scaled, type Told, told, valueOf, whole } from './values.ts';

/** CPUs of `50000 100000`: microseconds in a period; undefined for `max 100000` and -1, which are no limit. */
export function parseQuota(text: string | undefined): number | undefined {
  const [quota, period] = (text ?? '').trim().split(/\s+/).map(whole);
  const cpus = (quota ?? 0) / (period ?? 0);
  return Number.isFinite(cpus) && cpus > 0 ? cpus : undefined;
}

/** How many CPUs are in `0-3,8`: https://man7.org/linux/man-pages/man7/cpuset.7.html */
export function countCpus(text: string | undefined): number | undefined {
  let count = 0;
  for (const part of (text ?? '').trim().split(',')) {
    const [, first, last] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part) ?? [];
    if (first === undefined) return undefined;
    count += Math.max(0, Number(last ?? first) - Number(first) + 1);
  }
  return count > 0 ? count : undefined;
}

function timeOf(files: Files, { version, folders: [own] }: Place): number | undefined {
  if (version === 2) return scaled(valueOf(textIn(files, own, 'cpu.stat'), 'usage_usec'), 1e6);
  return scaled(whole(textIn(files, own, 'cpuacct.usage')), 1e9);
}

const quotaIn = (files: Files, version: 1 | 2, folder: string): string | undefined =>
  version === 2
    ? textIn(files, folder, 'cpu.max')
    : `${textIn(files, folder, 'cpu.cfs_quota_us')} ${textIn(files, folder, 'cpu.cfs_period_us')}`;

/** CPUs that it is bound to, where these are not all of the machine's. */
function boundTo(files: Files, { version, folders: [own] }: Place): number | undefined {
  const bound = countCpus(textIn(files, own, version === 2 ? 'cpuset.cpus.effective' : 'cpuset.effective_cpus'));
  const all = countCpus(textIn(files, '/sys/devices/system/cpu', 'online'));
  return bound !== undefined && all !== undefined && bound < all ? bound : undefined;
}

function throttling(files: Files, { version, folders: [own] }: Place): Told[] {
  const stat = textIn(files, own, 'cpu.stat');
  const { periods, throttledPeriods, throttledTime } = container.cpu;
  const time = version === 2 ? scaled(valueOf(stat, 'throttled_usec'), 1e6) : scaled(valueOf(stat, 'throttled_time'), 1e9);
  return [
    ...told(periods, valueOf(stat, 'nr_periods')),
    ...told(throttledPeriods, valueOf(stat, 'nr_throttled')),
    ...told(throttledTime, time),
  ];
}

export function cpu(files: Files, groups: Groups): Told[] {
  const [accounted, scheduled, set] = ['cpuacct', 'cpu', 'cpuset'].map((controller) => groups.place(controller));
  const quotas = scheduled?.folders.map((folder) => parseQuota(quotaIn(files, scheduled.version, folder))) ?? [];
  return [
    ...told(container.cpu.time, accounted && timeOf(files, accounted)),
    ...told(container.cpu.limit, least([...quotas, set && boundTo(files, set)])),
    ...(scheduled ? throttling(files, scheduled) : []),
  ];
}
