import { canaryAlert } from '../alerts/canary.ts';
import { loadedAt } from './alerting.ts';
import { yaml } from './answer.ts';
import type { Ask } from './ask.ts';
import { postedLabels, receiver } from './canary-alert.ts';
import { Failure } from './failure.ts';
import { listed } from './finding.ts';
import type { Canary } from './options.ts';
import { dataOf, factsOf, likeness } from './prometheus-api.ts';
import { anything, listOf, mapOf, optional, scalar, shaped, string } from './read.ts';
import { type Configuration, type Labels, type Open, receiversOf } from './routing.ts';

/** What a Prometheus does with the canary. */
export interface Maker {
  /** The labels of the rule that makes an alert of the metric; undefined, there is none. */
  readonly rule: Labels | undefined;
  /** What it adds to whatever it sends. */
  readonly external: Labels;
  /** Whether it changes the labels of alerts before it sends them. */
  readonly isRelabelled: boolean;
  readonly alertmanagers: readonly string[];
}

const relabelled = { alert_relabel_configs: optional(listOf(anything), []) };
const settings = shaped({
  global: optional(shaped({ external_labels: optional(mapOf(scalar), {}) }), { external_labels: {} }),
  alerting: optional(shaped({ ...relabelled, alertmanagers: optional(listOf(shaped(relabelled)), []) }), {
    alert_relabel_configs: [],
    alertmanagers: [],
  }),
});

/** @throws Failure */
export async function makerAt(ask: Ask, url: string): Promise<Maker> {
  const { groups, alertmanagers } = await factsOf(ask, url);
  const answer = await ask(`${url}/api/v1/status/config`);
  const { global, alerting } = yaml(answer.url, dataOf(answer, shaped({ yaml: string })).yaml, settings);
  const rule = groups.flatMap(({ rules }) => rules).find(({ name }) => name === canaryAlert);
  return {
    rule: rule && (rule.labels ?? {}),
    external: global.external_labels,
    isRelabelled: [alerting, ...alerting.alertmanagers].some((each) => each.alert_relabel_configs.length > 0),
    alertmanagers,
  };
}

/** How the alert will come to Alertmanager. */
export interface Way {
  readonly labels: Labels;
  /** Of which labels the values are known only when it is there. */
  readonly open: Open;
  /** The Alertmanagers that it may come to. */
  readonly alertmanagers: readonly string[];
  /** Whether it comes to all of them, being sent by Prometheus, or to one, being posted. */
  readonly isRuled: boolean;
}

const ofTarget = ['job', 'instance'];
/** What is never changed on the way, by who wants to tell alerts apart. */
const lasting = ['alertname', 'doctor'];

/** The way of an alert that Prometheus makes. */
export function ruledWay(id: string, { rule = {}, external, isRelabelled, alertmanagers }: Maker, given: string | undefined): Way {
  return {
    labels: { ...external, ...rule, alertname: canaryAlert, doctor: id },
    open: (label) => (isRelabelled ? !lasting.includes(label) : ofTarget.includes(label)),
    // by its name here, where it has another there
    alertmanagers: alertmanagers.map((url) => (given !== undefined && likeness(given, url) ? given : url)),
    isRuled: true,
  };
}

/** The way of an alert that doctor posts. */
export const postedWay = (id: string, alertmanagers: readonly string[]): Way => ({
  labels: postedLabels(id),
  open: () => false,
  alertmanagers,
  isRuled: false,
});

/** What an Alertmanager needs for the canary to reach doctor, and nobody else. */
export const lines = (url: string): string => `route:
  routes:                # before all others
    - matchers: [alertname="${canaryAlert}"]
      receiver: ${receiver}
      group_by: [doctor]
      group_wait: 0s
receivers:
  - name: ${receiver}
    webhook_configs:
      - url: ${url}
        send_resolved: false`;

/** @throws Failure if the canary would, or might, reach others than doctor, or nobody */
function mustLead(url: string, configuration: Configuration, { labels, open }: Way, { host, port }: Canary): void {
  const own = configuration.receivers?.find(({ name }) => name === receiver) ?? {};
  const channels = Object.keys(own).filter((key) => key.endsWith('_configs'));
  const reached = receiversOf(configuration, labels, open);
  if (reached.join() === receiver && channels.join() === 'webhook_configs') return;
  const whither =
    reached.join() === receiver ? `receiver ${receiver} has ${listed(channels) || 'no channel'}` : `its route leads to ${listed(reached)}`;
  const remedy = `it has to lead to doctor's webhook alone; add to alertmanager.yml, and reload:\n${lines(`http://${host}:${port}/`)}`;
  throw new Failure(url, `no canary was sent: ${whither}`, remedy);
}

/** What an Alertmanager has loaded, or why that is not known. */
async function loadedBy(ask: Ask, url: string): Promise<Configuration | Failure> {
  try {
    return (await loadedAt(ask, url)).configuration;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/**
 * The Alertmanagers that the alert will come to, all of which lead it to doctor alone.
 * @throws Failure if one does not, or if that can not be known
 */
export async function judged(ask: Ask, way: Way, canary: Canary): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const url of way.alertmanagers) {
    const configuration = await loadedBy(ask, url);
    if (configuration instanceof Failure) {
      unknown.push(`${url} (${configuration.message})`);
      continue;
    }
    mustLead(url, configuration, way, canary);
    if (!way.isRuled) return [url];
  }
  if (unknown.length === 0) return way.alertmanagers;
  const what = `no canary was sent: whom it would reach is not known, of ${unknown.join(', ')}`;
  throw new Failure(way.alertmanagers.join(', '), what, 'mend that, or give the URL by which this machine reaches it by --alertmanager');
}
