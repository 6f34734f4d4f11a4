/** An alert of a group, as Alertmanager gives it to templates. */
interface Told {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

const runbook_url = 'https://runbooks.example.com/api.md#';
const dashboard = 'https://grafana.example.com/d/autonomica-api';
const place = { environment: 'production', cluster: 'eu-1' };
const never = '0001-01-01T00:00:00Z';

const told = (labels: Told['labels'], annotations: Told['annotations'], minutes = 0, endsAt = never): Told => ({
  status: endsAt === never ? 'firing' : 'resolved',
  labels: { ...place, ...labels },
  annotations,
  startsAt: new Date(Date.UTC(2026, 1, 3, 4, minutes)).toISOString(),
  endsAt,
});

const shared = (each: readonly Readonly<Record<string, string>>[]): Record<string, string> =>
  Object.fromEntries(Object.entries(each[0] ?? {}).filter(([key, value]) => each.every((other) => other[key] === value)));

/** A group, as templates get it: https://pkg.go.dev/github.com/prometheus/alertmanager/template#Data */
const group = (...alerts: readonly Told[]): object => {
  const commonLabels = shared(alerts.map(({ labels }) => labels));
  const by = ['alertname', 'job', 'environment', 'cluster'];
  return {
    receiver: 'default',
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    externalURL: 'http://localhost:9093',
    groupLabels: Object.fromEntries(Object.entries(commonLabels).filter(([name]) => by.includes(name))),
    commonLabels,
    commonAnnotations: shared(alerts.map(({ annotations }) => annotations)),
    alerts,
  };
};

const down = (endsAt?: string): Told =>
  told(
    { alertname: 'ApiDown', job: 'api', severity: 'critical', team: 'api' },
    {
      summary: 'api: no instance answers',
      description: 'Prometheus reaches none of its targets.',
      runbook_url: `${runbook_url}apidown`,
      dashboard,
    },
    5,
    endsAt,
  );
const slow = (route: string, minutes: number, endsAt?: string): Told =>
  told(
    { alertname: 'ApiLatencyHigh', job: 'api', severity: 'warning', team: 'api', http_route: route },
    {
      summary: `api: ${route} is slow`,
      description: `One request in a hundred takes more than ${minutes}s; the limit is 2 s.`,
      runbook_url: `${runbook_url}apilatencyhigh`,
      dashboard,
    },
    minutes,
    endsAt,
  );
const burns = (severity: string, long: string, minutes: number): Told =>
  told(
    { alertname: 'ApiLatencyErrorBudgetBurn', job: 'api', severity, team: 'api', slo: 'ApiLatency', long, short: '5m' },
    { summary: `api: requests are slow, over ${long}`, runbook_url: `${runbook_url}apilatencyerrorbudgetburn`, dashboard },
    minutes,
  );
/** Of rules that are not ours, with every sign that some language gives a meaning to. */
const foreign = told({ alertname: 'Foreign', job: 'a "b" \\ c+d&e', path: '<b>{{ . }}</b>', severity: 'page' }, {});

/** Groups as people get them, by what is peculiar to them. */
export const groups: Readonly<Record<string, object>> = {
  one: group(down()),
  over: group(down('2026-02-03T04:35:00Z')),
  several: group(slow('/orders/{id}', 5), slow('/a?b=<c>&d', 7), slow('/users', 3, '2026-02-03T04:20:00Z')),
  many: group(...Array.from({ length: 12 }, (_, i) => slow(`/route-${i}`, i)), slow('/users', 3, '2026-02-03T04:20:00Z')),
  severities: group(burns('warning', '1d', 1), burns('critical', '1h', 2)),
  foreign: group(foreign),
};
