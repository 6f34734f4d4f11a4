import { canary, canaryAlert } from '../canary.ts';
import { foreign } from '../foreign.ts';
import { series } from '../promql.ts';
import type { Alert } from '../rule.ts';

const team = 'platform';
const infos = series(foreign.alerts, { severity: 'info', state: 'firing' });
const others = series(foreign.alerts, { severity: ['warning', 'critical'], state: 'firing' });

/** Alerts that are about alerts. */
export const watchdog: readonly Alert[] = [
  {
    alert: 'Watchdog',
    expr: 'vector(1)',
    severity: 'none',
    team,
    summary: 'Alerts are evaluated and sent',
    description: 'It always fires. Whoever receives it has to tell when it stops coming: then nobody is told of anything.',
  },
  {
    alert: 'InfoInhibitor',
    expr: `group by (job) (${infos})
  unless on (job) ${others}`,
    severity: 'none',
    team,
    summary: '{{ $labels.job }}: only something of the severity info fires',
    description:
      'While it fires, Alertmanager holds back what is only worth knowing; it stops as soon as a warning of the same job fires too.',
  },
  {
    alert: canaryAlert,
    expr: `${series(canary)} == 1`,
    severity: 'none',
    team,
    summary: 'A canary of autonomica-metrics doctor: nothing is wrong',
    description: 'Doctor serves its metric, and waits for this alert: so it sees that what is measured becomes an alert that arrives.',
  },
];
