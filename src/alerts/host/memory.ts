import { host } from '../../catalogue/host.ts';
import { labels, series, type Target } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { valuePercent } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent } from '../words.ts';

const { memory: memoryOf, paging, pressure } = host;
const team = 'platform';

/** Memory of the machine, what it swaps, and what it kills for want of it. */
export function memory(limits: Thresholds['host'], job: Target): readonly Alert[] {
  const available = `avg_over_time(${series(memoryOf.available, {}, job)}[5m])`;
  return [
    {
      alert: 'HostMemoryHigh',
      expr: `1 - ${available} / (${series(memoryOf.limit, {}, job)} > 0) > ${limits.memoryRatio}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: memory is nearly full',
      description: `${valuePercent} of the memory are in use, the limit is ${percent(limits.memoryRatio)}. When nothing is left the kernel kills a process.`,
    },
    {
      alert: 'HostMemoryPressure',
      expr: `rate(${series(pressure, { resource: 'memory', severity: 'some' }, job)}[5m]) > ${limits.memoryPressureRatio}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: programs wait for memory',
      description: `${valuePercent} of the time some program waited until the kernel had found memory for it; the limit is ${percent(limits.memoryPressureRatio)}.`,
    },
    {
      alert: 'HostSwapping',
      expr: `sum without (${labels(paging.operations, 'direction')}) (rate(${series(paging.operations, {}, job)}[5m])) > ${limits.swapPagesPerSecond}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: memory is swapped to a disk and back',
      description: `{{ $value | humanize }} pages a second, the limit is ${limits.swapPagesPerSecond}. Programs wait for the disk instead of reading memory.`,
    },
    {
      alert: 'HostMajorFaultsHigh',
      expr: `rate(${series(paging.faults, { type: 'major' }, job)}[5m]) > ${limits.majorFaultsPerSecond}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: programs read from a disk what should be in memory',
      description: `{{ $value | humanize }} page faults a second had to read from a disk, the limit is ${limits.majorFaultsPerSecond}. There is too little memory for programs and the files they use.`,
    },
    {
      alert: 'HostOomKills',
      expr: `increase(${series(memoryOf.oomKills, {}, job)}[10m]) > 0`,
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: the kernel killed a process for want of memory',
      description:
        'Killed within 10 minutes: {{ $value | printf "%.0f" }}, for the machine or a control group had no memory left; what was being done is lost.',
    },
  ];
}
