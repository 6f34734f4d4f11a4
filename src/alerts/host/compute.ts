import { host } from '../../catalogue/host.ts';
import { labels, series, type Target } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown, valuePercent } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent } from '../words.ts';

const { cpu, descriptors, pressure, temperature } = host;
const team = 'platform';

/** Processors, open files and what the thermometers say. */
export function compute(limits: Thresholds['host'], job: Target): readonly Alert[] {
  const busy = series(cpu.time, { mode: { not: ['idle', 'iowait'] } }, job);
  const celsius = `avg_over_time(${series(temperature.current, {}, job)}[5m])`;
  const ownLimit = `min without (${labels(temperature.limit, 'type')}) (${series(temperature.limit, {}, job)})`;
  const facts = labels(temperature.current, 'name', 'location');
  return [
    {
      alert: 'HostCpuHigh',
      expr: `sum without (${labels(cpu.time, 'mode')}) (avg without (${labels(cpu.time, 'core')}) (rate(${busy}[5m]))) > ${limits.cpuRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: the CPUs have no time left',
      description: `They work ${valuePercent} of the time, and whatever runs on this machine slows down; the limit is ${percent(limits.cpuRatio)}.`,
    },
    {
      alert: 'HostCpuPressure',
      expr: `rate(${series(pressure, { resource: 'cpu', severity: 'some' }, job)}[5m]) > ${limits.cpuPressureRatio}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: programs wait for a CPU',
      description: `${valuePercent} of the time some program could run and had no CPU; the limit is ${percent(limits.cpuPressureRatio)}.`,
    },
    {
      alert: 'HostFileDescriptorsNearLimit',
      expr: `${series(descriptors.usage, {}, job)} / (${series(descriptors.limit, {}, job)} > 0) > ${limits.fileDescriptorsRatio}`,
      for: '10m',
      severity: 'warning',
      team,
      summary: '{{ $labels.instance }}: the machine can open nearly no file more',
      description: `${valuePercent} of the files that the machine may have open are open, the limit is ${percent(limits.fileDescriptorsRatio)}. At the end no program opens a file or a connection (ENFILE).`,
    },
    {
      alert: 'HostTemperatureHigh',
      expr: `${celsius}
  >= ignoring (${facts}) group_left ()
    (${ownLimit} or ignoring (${facts}) 0 * ${celsius} + ${limits.temperatureCelsius})`,
      for: '10m',
      severity: 'warning',
      team,
      summary: `{{ $labels.instance }}: sensor ${shown(temperature.current, 'id')} is too hot`,
      description: `{{ $value | printf "%.1f" }} °C, at or above the limit of the sensor, or ${limits.temperatureCelsius} °C if it has none; the machine slows down, and then switches itself off.`,
    },
  ];
}
