import { type ParsedFamily, ParseError, parse } from '../exposition/parse.ts';
import { json, sound, yaml } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Answer } from './request.ts';
import { clockFindings } from './clock.ts';
import { valueOf } from './exposed.ts';
import { Failure, findingOf } from './failure.ts';
import { counted, type Finding, type Section, wrong } from './finding.ts';
import type { LoadedGroup } from './prometheus-shape.ts';
import { listOf, mapOf, shaped, string, time } from './read.ts';
import { type Configuration, configuration } from './routing.ts';
import { secretFilesOf, secretFindings } from './secrets.ts';
import { lostFindings, silentFindings } from './told.ts';

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

const status = shaped({
  config: shaped({ original: string }),
  versionInfo: shaped({ version: string }),
  // the time of its start, whatever it is called
  uptime: time,
});
const held = listOf(shaped({ labels: mapOf(string) }));

function familiesOf({ url, text }: Answer): ReadonlyMap<string, ParsedFamily> {
  try {
    return new Map(parse(text).map((family) => [family.name, family]));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new Failure(url, `its metrics can not be read: ${error.message}`, 'see whether it is an Alertmanager');
  }
}

type Loaded = Pick<Alerting, 'answer' | 'version' | 'since' | 'configuration'>;

/** What an Alertmanager has loaded, and since when it runs. @throws Failure */
export async function loadedAt(ask: Ask, url: string): Promise<Loaded> {
  const answer = await ask(`${url}/api/v2/status`);
  const { config, versionInfo, uptime: since } = json(answer, status);
  return { answer, version: versionInfo.version, since, configuration: yaml(answer.url, config.original, configuration) };
}

/** @throws Failure */
export async function alertingOf(ask: Ask, url: string): Promise<Alerting> {
  const loaded = await loadedAt(ask, url);
  const families = familiesOf(sound(await ask(`${url}/metrics`)));
  const alerts = new Set(json(await ask(`${url}/api/v2/alerts`), held).map(({ labels }) => labels['alertname'] ?? ''));
  return { ...loaded, url, families, alerts };
}

/** https://github.com/prometheus/alertmanager/blob/main/config/coordinator.go */
const lastReload = 'alertmanager_config_last_reload_successful';

function reloadFindings({ url, families }: Alerting): readonly Finding[] {
  if (valueOf(families.get(lastReload)) !== 0) return [];
  const what = 'its configuration could not be read the last time, and an older one is in force';
  const remedy = 'amtool check-config alertmanager.yml says where, a receiver that is not defined for one; mend it and reload';
  return [wrong({ check: 'alertmanager.reload', where: url, what, remedy })];
}

/** What is asked about an Alertmanager. */
export interface AlertingQuestion {
  readonly groups: readonly LoadedGroup[];
  /** Where the files of its secrets are, as this machine sees them. */
  readonly secrets: string | undefined;
}

/** What is wrong with an Alertmanager. */
const alertingFindings = (alerting: Alerting, { groups, secrets }: AlertingQuestion): readonly Finding[] => [
  ...clockFindings(alerting.answer),
  ...reloadFindings(alerting),
  ...silentFindings(alerting, groups),
  ...lostFindings(alerting, groups),
  ...(secrets === undefined ? [] : secretFindings(secretFilesOf(alerting.configuration), secrets, alerting.version)),
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
