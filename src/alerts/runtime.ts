import { runtime } from '../catalogue/runtime.ts';
import { labels, series } from './promql.ts';
import type { Alert, Rules } from './rule.ts';
import { valuePercent } from './template.ts';
import { percent, time } from './words.ts';

const { loop, process, v8 } = runtime;
const team = 'platform';

/** The event loop, the heap and the life of every process that is scraped, whichever its job. */
export const runtimeRules: Rules = ({ thresholds: { runtime: limits } }) => {
  const heap = `sum without (${labels(v8.used, 'space')}) (avg_over_time(${series(v8.used)}[5m]))`;
  const alerts: readonly Alert[] = [
    {
      alert: 'EventLoopBlocked',
      expr: `avg_over_time(${series(loop.p99)}[5m]) > ${limits.loopDelaySeconds}`,
      for: '5m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: the event loop of {{ $labels.instance }} is blocked',
      description: `One timer in a hundred comes {{ $value | humanizeDuration }} late, and with it every request of the process; the limit is ${time(limits.loopDelaySeconds)}.`,
    },
    {
      alert: 'EventLoopSaturated',
      expr: `avg_over_time(${series(loop.utilization)}[5m]) > ${limits.loopUtilization}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: the event loop of {{ $labels.instance }} has no time left',
      description: `It works ${valuePercent} of the time, so whatever comes waits in line; the limit is ${percent(limits.loopUtilization)}.`,
    },
    {
      alert: 'HeapNearLimit',
      expr: `${heap} / (${series(v8.limit)} > 0) > ${limits.heapRatio}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: the heap of {{ $labels.instance }} is nearly full',
      description: `${valuePercent} of what the heap may hold are used, the limit is ${percent(limits.heapRatio)}. When it is full the process dies; before, it does little but collect garbage.`,
    },
    {
      alert: 'ProcessRestarting',
      expr: `changes(${series(process.started)}[15m]) > ${limits.restarts}`,
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: {{ $labels.instance }} restarts again and again',
      description: `It was started {{ $value | humanize }} times within 15 minutes; each time what it was doing is lost. The limit is ${limits.restarts}.`,
    },
    {
      alert: 'FileDescriptorsNearLimit',
      expr: `avg_over_time(${series(process.descriptors)}[5m]) / (${series(process.maxDescriptors)} > 0) > ${limits.fileDescriptorsRatio}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.job }}: {{ $labels.instance }} has nearly no file descriptors left',
      description: `${valuePercent} of its file descriptors are open, the limit is ${percent(limits.fileDescriptorsRatio)}. Without one it can accept no connection and open no file (EMFILE).`,
    },
  ];
  return [{ name: 'runtime-alerts', rules: alerts }];
};
