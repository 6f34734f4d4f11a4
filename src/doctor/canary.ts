import { randomBytes } from 'node:crypto';
import type { Ask, Deadline } from './ask.ts';
import { alertname, delivered, flyAlert, mustBeSafe, type Webhook, webhook } from './canary-alert.ts';
import { flyMetric } from './canary-metric.ts';
import { Failure, findingOf } from './failure.ts';
import type { Section } from './finding.ts';
import { flight, type Flying, Hops } from './hops.ts';
import type { Canary } from './options.ts';
import { factsOf } from './prometheus-api.ts';

/** What is asked for both. */
interface Chain {
  readonly ask: Ask;
  /** Asks although the deadline has passed: what was sent has to be taken away. */
  readonly askLast: Ask;
  readonly deadline: Deadline;
  readonly tell: (step: string) => void;
  readonly prometheus: string | undefined;
  readonly alertmanager: string | undefined;
}

/** Whether a rule of Prometheus makes an alert of the canary. */
async function isRuled(ask: Ask, url: string): Promise<boolean> {
  const { groups } = await factsOf(ask, url);
  return groups.some(({ rules }) => rules.some(({ name }) => name === alertname));
}

const nothing = async (): Promise<void> => {};

/**
 * Sends a metric through Prometheus and an alert through Alertmanager to a webhook, and takes both away again. Where a rule of that name is loaded, the
 * alert is the rule's; otherwise it is posted.
 */
export async function sendCanaries(chain: Chain, canary: Canary): Promise<readonly Section[]> {
  const { ask, askLast, deadline, tell, prometheus = '', alertmanager = '' } = chain;
  const common = { ask, askLast, signal: deadline.signal, id: randomBytes(8).toString('hex'), prometheus, alertmanager };
  const metric: Flying = { ...common, hops: new Hops(tell) };
  const alert: Flying = { ...common, hops: new Hops(tell) };
  let hook: Webhook | undefined;
  const sections: Section[] = [];
  try {
    const ruled = prometheus !== '' && canary.targetsDir !== undefined && (await isRuled(ask, prometheus));
    const alertFlight = async (): Promise<void> => {
      sections.push(
        await flight('canary alert', alert.hops, async () => {
          await mustBeSafe(alert, canary);
          hook = await webhook(alert.id, canary);
          const open = hook;
          await (ruled
            ? alert.hops.take('fired by its rule and delivered', () => delivered(alert, canary, open))
            : flyAlert(alert, canary, open));
        }),
      );
    };
    const meanwhile = alertmanager === '' ? nothing : alertFlight;
    if (prometheus !== '' && canary.targetsDir !== undefined)
      sections.unshift(await flight('canary metric', metric.hops, () => flyMetric(metric, canary, ruled ? meanwhile : nothing)));
    if (!ruled) await meanwhile();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    sections.push({ subject: 'canary', findings: [findingOf(error, 'canary')], seen: [], stated: [] });
  } finally {
    await hook?.close();
  }
  return sections;
}
