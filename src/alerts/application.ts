import { api } from '../catalogue/api.ts';
import { applications, type Deployment } from './deployment.ts';
import { outage } from './outage.ts';
import { aroundLastWeek, perSecond, usual } from './over.ts';
import { label, series } from './promql.ts';
import { type Alert, onJobs } from './rule.ts';

const { errors, db, dependency } = api;
/** An API, a worker and an agent may need the same, so no one of their teams. */
const team = 'platform';

function errorSpike({ jobs, thresholds: { api: limits } }: Deployment): Alert {
  const component = label(errors, 'component');
  const selector = series(errors, {}, { job: applications(jobs) });
  const by = `job, ${component}`;
  const rate = (range: string, ago?: string): string => perSecond(selector, range, by, ago);
  const lastWeek = rate(aroundLastWeek.range, aroundLastWeek.ago);
  const before = usual('max', { yesterday: rate('1d', '10m'), lastWeek, by });
  return {
    alert: 'ErrorSpike',
    expr: `${rate('10m')} > ${limits.errorSpikePerSecond}
  and ${rate('10m')} > ${limits.errorSpikeFactor} * ${before}`,
    for: '5m',
    severity: 'warning',
    team,
    summary: `{{ $labels.job }}: many errors in {{ $labels.${component} }}`,
    description: `{{ $value | printf "%.3g" }} errors a second, more than ${limits.errorSpikeFactor} times as many as on the mean of the day before and, if that is known, around this time a week ago.`,
  };
}

function needed({ jobs }: Deployment): readonly Alert[] {
  const job = { job: applications(jobs) };
  const system = label(db.up, 'system');
  const [namespace, name] = [label(db.up, 'namespace'), label(dependency, 'dependency')];
  return [
    ...outage({
      alert: 'DatabaseDown',
      team,
      selector: series(db.up, {}, job),
      by: `job, ${system}, ${namespace}`,
      which: `{{ $labels.${system} }}{{ with $labels.${namespace} }} ({{ . }}){{ end }}`,
      meanwhile: 'What needs this database fails.',
    }),
    ...outage({
      alert: 'DependencyDown',
      team,
      selector: series(dependency, {}, job),
      by: `job, ${name}`,
      which: `{{ $labels.${name} }}`,
      meanwhile: 'What needs it fails.',
    }),
  ];
}

/** What any application needs, whatever it does, and the errors that it counts. */
export const applicationRules = onJobs(applications, (deployment) => [
  { name: 'application-alerts', rules: needed(deployment) },
  { name: 'application-days', interval: '1m', rules: [errorSpike(deployment)] },
]);
