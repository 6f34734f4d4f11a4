import { container } from '../catalogue/container.ts';
import { host } from '../catalogue/host.ts';
import type { Jobs } from './deployment.ts';
import { foreign } from './foreign.ts';
import { label, labels, series } from './promql.ts';
import type { Alert, Rules } from './rule.ts';
import { valuePercent } from './template.ts';
import type { Thresholds } from './thresholds.ts';
import { percent } from './words.ts';

const { cpu, memory, processes } = container;
const team = 'platform';
/** The collector knows many containers, by their ids; a service knows its own. */
const name = `{{ with $labels.${label(container.info, 'id')} }}container {{ . }}{{ else }}its container{{ end }}`;

/**
 * A container whose main process is killed ends, and its control group and the count of kills in it end as well. What is left to see: the
 * machine counts a kill that no container does, and a container that was large is gone, or has begun anew under the same id.
 */
function ended({ collector }: Jobs, limits: Thresholds['container']): readonly Alert[] {
  if (collector.length === 0) return [];
  const job = { job: collector };
  const [used, most] = [series(memory.workingSet, {}, job), series(memory.limit, {}, job)];
  // whatever else a target is told apart by, as the pod of a collector: it is the same container
  const same = `on (job, instance, ${label(container.info, 'id')})`;
  const kills = (selector: string): string => `sum by (job, instance) (increase(${selector}[10m]))`;
  const ofMachine = kills(series(host.memory.oomKills, {}, job));
  const counted = `(${kills(series(memory.oomKills, {}, job))} or 0 * ${ofMachine})`;
  return [
    {
      alert: 'ContainerOomKilled',
      // while the collector does not answer, no container is there; the machine's count is extrapolated by up to a tenth, that of a new container is not
      expr: `max_over_time(${used}[10m]) / last_over_time(${most}[10m]) > ${limits.oomKilledRatio}
  unless ${same} (${used} unless ${same} resets(${series(container.uptime, {}, job)}[10m]) > 0)
  and on (job, instance) ${ofMachine} > 0.5 + 1.1 * ${counted}
  and on (job, instance) ${series(foreign.up, {}, job)} == 1`,
      for: '1m',
      keepFiringFor: '5m',
      // a conclusion wakes nobody: that the service is down does
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: ${name} ended when a process was killed for want of memory`,
      description: `It had used ${valuePercent} of its limit of memory, and the machine counts a kill that no container accounts for: most likely its main process was killed, and its own count went with it.`,
    },
  ];
}

/** Limits of containers: what is killed, throttled, refused. */
export const containerRules: Rules = ({ jobs, thresholds: { container: limits } }) => {
  const known = { not: '' } as const;
  const inside = series(foreign.target, { container: known }, { job: { not: jobs.collector } });
  const seen = series(container.info, { id: known }, { job: jobs.collector });
  /** A container that the collector sees is told by the collector alone, not by the services in it once more. */
  const once = (expr: string): string =>
    jobs.collector.length === 0
      ? expr
      : `(${expr})
  unless on (job, instance) (${inside} and on (${labels(container.info, 'id')}) ${seen})`;
  const alerts: readonly Alert[] = [
    {
      alert: 'ContainerOomKilled',
      expr: once(`increase(${series(memory.oomKills)}[10m]) > 0`),
      severity: 'critical',
      team,
      summary: `{{ $labels.instance }}: a process of ${name} was killed for want of memory`,
      description:
        'Killed within 10 minutes: {{ $value | printf "%.0f" }}, for the container had reached its limit of memory. It goes on without that process; what was being done is lost.',
    },
    ...ended(jobs, limits),
    {
      alert: 'ContainerMemoryNearLimit',
      expr: once(`avg_over_time(${series(memory.workingSet)}[5m]) / (${series(memory.limit)} > 0) > ${limits.memoryRatio}`),
      for: '10m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: ${name} is near its limit of memory`,
      description: `${valuePercent} of the limit are in use, ${percent(limits.memoryRatio)} are allowed. At the limit the kernel kills a process of the container.`,
    },
    {
      alert: 'ContainerCpuThrottled',
      expr: once(`rate(${series(cpu.throttledPeriods)}[5m]) / (rate(${series(cpu.periods)}[5m]) > 0) > ${limits.throttledRatio}`),
      for: '15m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: ${name} is throttled`,
      description: `In ${valuePercent} of the periods in which it ran it had used up its limit of CPU and had to wait, whatever it was doing; ${percent(limits.throttledRatio)} are allowed.`,
    },
    {
      alert: 'ContainerPidsNearLimit',
      expr: once(`avg_over_time(${series(processes.count)}[5m]) / (${series(processes.limit)} > 0) > ${limits.pidsRatio}`),
      for: '10m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: ${name} can start nearly no process more`,
      description: `${valuePercent} of the processes and threads that it may have are there, ${percent(limits.pidsRatio)} are allowed. At the limit none can be started (EAGAIN).`,
    },
  ];
  return [{ name: 'container-alerts', rules: alerts }];
};
