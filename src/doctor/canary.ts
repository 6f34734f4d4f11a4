import { randomBytes } from 'node:crypto';
import type { Ask, Deadline } from './ask.ts';
import { canaryAlert } from '../alerts/canary.ts';
import { delivered, flyAlert, mustBeSafe, webhook } from './canary-alert.ts';
import { flyMetric } from './canary-metric.ts';
import { Failure } from './failure.ts';
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
  try {
    const { groups } = await factsOf(ask, url);
    return groups.some(({ rules }) => rules.some(({ name }) => name === canaryAlert));
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Has the alert delivered: that of a rule, or one that is posted. */
function alertFlight(flying: Flying, canary: Canary, ruled: boolean): Promise<Section> {
  return flight('alert', flying.hops, async () => {
    await mustBeSafe(flying, canary);
    const hook = await webhook(flying.id, canary);
    try {
      if (ruled) await flying.hops.take('fired by its rule and delivered', () => delivered(flying, canary, hook));
      else await flyAlert(flying, canary, hook);
    } finally {
      await hook.close();
    }
  });
}

const unsent: Section = {
  subject: 'canary metric',
  findings: [],
  seen: [],
  stated: ['none was sent: give the folder of a file discovery of Prometheus by --targets-dir'],
};

/**
 * Sends a metric through Prometheus and an alert through Alertmanager to a webhook, and takes both away again. Where a rule for it is loaded, the
 * alert is the rule's; otherwise it is posted.
 */
export async function sendCanaries(
  { tell, deadline, prometheus = '', alertmanager = '', ...asks }: Chain,
  canary: Canary,
): Promise<readonly Section[]> {
  const common = { ...asks, signal: deadline.signal, id: randomBytes(8).toString('hex'), prometheus, alertmanager };
  const alert = async (ruled: boolean): Promise<readonly Section[]> =>
    alertmanager === '' ? [] : [await alertFlight({ ...common, hops: new Hops(tell) }, canary, ruled)];
  if (prometheus === '') return alert(false);
  if (canary.targetsDir === undefined) return [unsent, ...(await alert(false))];
  const ruled = await isRuled(asks.ask, prometheus);
  const metric: Flying = { ...common, hops: new Hops(tell) };
  let told: readonly Section[] = [];
  const meanwhile = async (): Promise<void> => {
    if (ruled) told = await alert(true);
  };
  const sent = await flight('metric', metric.hops, () => flyMetric(metric, canary, meanwhile));
  return [sent, ...(ruled ? told : await alert(false))];
}
