import { parse as parseYaml } from 'yaml';
import { type ParsedFamily, ParseError, parse } from '../exposition/parse.ts';
import { type Answer, type Ask, json, sound } from './ask.ts';
import { clockFindings } from './clock.ts';
import { valueOf } from './exposed.ts';
import { Failure, findingOf } from './failure.ts';
import { counted, doubtful, type Finding, listed, type Section, wrong } from './finding.ts';
import type { LoadedGroup } from './prometheus-api.ts';
import { type Configuration, isTelling, type Labels, receiversOf } from './routing.ts';
import { secretFilesOf, secretFindings } from './secrets.ts';

/** What an Alertmanager says of itself. */
export interface Alerting {
  readonly url: string;
  readonly version: string;
  readonly answer: Answer;
  readonly configuration: Configuration;
  readonly families: ReadonlyMap<string, ParsedFamily>;
  /** When it was started. */
  readonly since: string;
  /** The names of the alerts that it knows of. */
  readonly alerts: ReadonlySet<string>;
}

interface Status {
  readonly config: { readonly original: string };
  readonly versionInfo: { readonly version: string };
  /** The time of its start, whatever it is called. */
  readonly uptime: string;
}
interface Held {
  readonly labels: Labels;
}

function familiesOf({ url, text }: Answer): ReadonlyMap<string, ParsedFamily> {
  try {
    return new Map(parse(text).map((family) => [family.name, family]));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new Failure(url, `its metrics can not be read: ${error.message}`, 'see whether it is an Alertmanager');
  }
}

/** @throws Failure */
export async function alertingOf(ask: Ask, url: string): Promise<Alerting> {
  const answer = await ask(`${url}/api/v2/status`);
  const { config, versionInfo, uptime: since } = json(answer) as Status;
  const families = familiesOf(sound(await ask(`${url}/metrics`)));
  const configuration = (parseYaml(config.original) ?? {}) as Configuration;
  const held = json(await ask(`${url}/api/v2/alerts`)) as readonly Held[];
  const alerts = new Set(held.map(({ labels }) => labels['alertname'] ?? ''));
  return { url, version: versionInfo.version, answer, configuration, families, since, alerts };
}

/** https://github.com/prometheus/alertmanager/blob/main/config/coordinator.go */
const lastReload = 'alertmanager_config_last_reload_successful';

function reloadFindings({ url, families }: Alerting): readonly Finding[] {
  if (valueOf(families.get(lastReload)) !== 0) return [];
  const what = 'its configuration could not be read the last time, and an older one is in force';
  const remedy = 'amtool check-config alertmanager.yml says where, a receiver that is not defined for one; mend it and reload';
  return [wrong({ check: 'alertmanager.reload', where: url, what, remedy })];
}

/** Alerts that somebody should be told of. */
const isLoud = ({ severity }: Labels): boolean => severity === 'critical' || severity === 'warning';

/** The alerts of rules that reach nobody, by the receiver at which they end. */
function silentFindings({ url, configuration }: Alerting, groups: readonly LoadedGroup[]): readonly Finding[] {
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

/** What is asked about an Alertmanager. */
export interface AlertingQuestion {
  readonly groups: readonly LoadedGroup[];
  /** Where the files of its secrets are, as this machine sees them. */
  readonly secrets: string | undefined;
}

/** What is wrong with an Alertmanager. */
export const alertingFindings = (alerting: Alerting, { groups, secrets }: AlertingQuestion): readonly Finding[] => [
  ...clockFindings(alerting.answer),
  ...reloadFindings(alerting),
  ...silentFindings(alerting, groups),
  ...lostFindings(alerting, groups),
  ...(secrets === undefined ? [] : secretFindings(secretFilesOf(alerting.configuration), secrets)),
];

/** Looks at an Alertmanager. */
export async function lookAtAlertmanager(ask: Ask, url: string, question: AlertingQuestion): Promise<Section> {
  const subject = `Alertmanager ${url}`;
  try {
    const alerting = await alertingOf(ask, url);
    const files = secretFilesOf(alerting.configuration);
    const unread = question.secrets === undefined && files.length > 0;
    return {
      subject,
      findings: alertingFindings(alerting, question),
      seen: [
        `version ${alerting.version}`,
        counted(alerting.configuration.receivers?.length ?? 0, 'receiver'),
        ...(unread || files.length === 0 ? [] : [counted(files.length, 'secret')]),
      ],
      stated: unread ? [`its files of secrets were not looked at: give their folder by --secrets`] : [],
    };
  } catch (error) {
    return { subject, findings: [findingOf(error, 'alertmanager.reach')], seen: [], stated: [] };
  }
}
