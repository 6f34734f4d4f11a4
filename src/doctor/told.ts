import type { Alerting } from './alerting.ts';
import { doubtful, type Finding, listed, wrong } from './finding.ts';
import type { LoadedGroup } from './prometheus-shape.ts';
import { isTelling, type Labels, receiversOf } from './routing.ts';

/** Alerts that somebody should be told of. */
const isLoud = ({ severity }: Labels): boolean => severity === 'critical' || severity === 'warning';

/** The alerts of rules that reach nobody, by the receiver at which they end. */
export function silentFindings(
  { url, configuration }: Pick<Alerting, 'url' | 'configuration'>,
  groups: readonly LoadedGroup[],
): readonly Finding[] {
  const alerts = groups.flatMap(({ rules }) => rules.filter(({ type }) => type === 'alerting'));
  const silent = new Map<string, Set<string>>();
  for (const { name, labels = {} } of alerts.filter((rule) => isLoud(rule.labels ?? {}))) {
    const receivers = receiversOf(configuration, { ...labels, alertname: name });
    if (receivers.some((receiver) => isTelling(configuration, receiver))) continue;
    const [receiver = ''] = receivers;
    silent.set(receiver, (silent.get(receiver) ?? new Set()).add(name));
  }
  return [...silent].map(([receiver, names]) =>
    doubtful({
      check: 'alertmanager.receiver',
      where: url,
      what: `its receiver ${receiver} tells nobody of ${listed([...names])}`,
      remedy: 'give the receiver a channel, such as email_configs or slack_configs, or route these alerts to one that has',
    }),
  );
}

/** Prometheus tells of an alert again every minute, its `--rules.alert.resend-delay`. */
const resentMs = 120_000;

/** The alerts that Prometheus tells of, and that never came. */
export function lostFindings(
  { url, answer, since, alerts }: Pick<Alerting, 'url' | 'answer' | 'since' | 'alerts'>,
  groups: readonly LoadedGroup[],
): readonly Finding[] {
  const now = answer.date ?? answer.to;
  const isOld = (time: string): boolean => now - Date.parse(time) > resentMs;
  const firing = groups.flatMap(({ rules }) =>
    rules
      .filter(({ alerts: own = [] }) => own.some(({ state, activeAt }) => state === 'firing' && isOld(activeAt)))
      .map(({ name }) => name),
  );
  const lost = [...new Set(firing)].filter((name) => !alerts.has(name));
  if (lost.length === 0 || !isOld(since)) return [];
  const remedy = 'see whether Prometheus reaches this Alertmanager: its log, and alerting.alertmanagers with their alert_relabel_configs';
  return [wrong({ check: 'alertmanager.alerts', where: url, what: `it does not know of ${listed(lost)}, firing in Prometheus`, remedy })];
}
