import { canaryAlert } from '../alerts/canary.ts';
import { yaml } from './answer.ts';
import type { Ask } from './ask.ts';
import { dataOf, factsOf } from './prometheus-api.ts';
import { anything, listOf, optional, shaped, string } from './read.ts';
import type { Labels } from './routing.ts';

/** What a Prometheus does with the canary. */
export interface Maker {
  /** The labels of the rule that makes an alert of the metric; undefined, there is none. */
  readonly rule: Labels | undefined;
  /** Whether it changes the labels of alerts before it sends them. */
  readonly isRelabelled: boolean;
  readonly alertmanagers: readonly string[];
}

const relabelled = { alert_relabel_configs: optional(listOf(anything), []) };
const settings = shaped({
  alerting: optional(shaped({ ...relabelled, alertmanagers: optional(listOf(shaped(relabelled)), []) }), {
    alert_relabel_configs: [],
    alertmanagers: [],
  }),
});

/** @throws Failure */
export async function makerAt(ask: Ask, url: string): Promise<Maker> {
  const { groups, alertmanagers } = await factsOf(ask, url);
  const answer = await ask(`${url}/api/v1/status/config`);
  const { alerting } = yaml(answer.url, dataOf(answer, shaped({ yaml: string })).yaml, settings);
  const rule = groups.flatMap(({ rules }) => rules).find(({ name }) => name === canaryAlert);
  return {
    rule: rule && (rule.labels ?? {}),
    isRelabelled: [alerting, ...alerting.alertmanagers].some((each) => each.alert_relabel_configs.length > 0),
    alertmanagers,
  };
}
