import { host } from '../../catalogue/host.ts';
import { series, type Target } from '../promql.ts';
import type { Alert } from '../rule.ts';
import { shown, valuePercent } from '../template.ts';
import type { Thresholds } from '../thresholds.ts';
import { percent } from '../words.ts';

const { errors, dropped, packets } = host.network;
const team = 'platform';

/** What interfaces lose. */
export function network(limits: Thresholds['host'], job: Target): readonly Alert[] {
  const all = `rate(${series(packets, {}, job)}[5m])`;
  const share = (of: typeof errors): string => `rate(${series(of, {}, job)}[5m]) / (${all} > ${limits.networkPacketsPerSecond})`;
  const where = `{{ $labels.instance }}: ${shown(packets, 'interface')}`;
  const direction = shown(packets, 'direction');
  return [
    {
      alert: 'HostNetworkErrors',
      expr: `${share(errors)} > ${limits.networkErrorsRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: `${where} damages packets`,
      description: `Of its packets (${direction}) ${valuePercent} have errors; ${percent(limits.networkErrorsRatio)} are allowed. What is lost is sent again, late.`,
    },
    {
      alert: 'HostNetworkDrops',
      expr: `${share(dropped)} > ${limits.networkDropsRatio}`,
      for: '15m',
      severity: 'warning',
      team,
      summary: `${where} drops packets`,
      description: `Of its packets (${direction}) ${valuePercent} are dropped though nothing is wrong with them; ${percent(limits.networkDropsRatio)} are allowed. What is lost is sent again, late.`,
    },
  ];
}
