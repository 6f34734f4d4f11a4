import { randomBytes } from 'node:crypto';
import type { Ask, Deadline } from './ask.ts';
import { delivered, flyAlert, type Webhook, webhook } from './canary-alert.ts';
import { flyMetric } from './canary-metric.ts';
import { judged, type Maker, makerAt, postedWay, ruledWay, type Way } from './canary-way.ts';
import { Failure } from './failure.ts';
import type { Section } from './finding.ts';
import { flight, type Flying, Hops } from './hops.ts';
import type { Canary } from './options.ts';

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

const unsent = (what: 'metric' | 'alert', why: string): Section => ({
  subject: `canary ${what}`,
  findings: [],
  seen: [],
  stated: [`none was sent: ${why}`],
});

/** What becomes of an alert, known before anything is sent: where doctor hears of it, or why none is sent. */
type Ready = { readonly hook: Webhook; readonly alertmanagers: readonly string[] } | { readonly section: Section };

async function readied({ ask, id, hops }: Flying, way: Way, canary: Canary): Promise<Ready> {
  if (way.alertmanagers.length === 0) {
    const nobody = way.isRuled
      ? 'its rule is that of Prometheus, which sends alerts to nobody'
      : 'no Alertmanager is known: give one by --alertmanager';
    return { section: unsent('alert', nobody) };
  }
  try {
    const alertmanagers = await judged(ask, way, canary);
    return { hook: await webhook(id, canary), alertmanagers };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { section: hops.section('canary alert', [error.finding('canary.alert')]) };
  }
}

/** Has the alert delivered: that of a rule, or one that is posted. */
function alertFlight(flying: Flying, canary: Canary, hook: Webhook, isRuled: boolean): Promise<Section> {
  return flight('alert', flying.hops, async () => {
    if (isRuled) await flying.hops.take('fired by its rule and delivered', () => delivered(flying, canary, hook));
    else await flyAlert(flying, canary, hook);
  });
}

/** What Prometheus does with the canary; why that is not known; undefined where no Prometheus is asked. */
async function madeBy(ask: Ask, url: string | undefined): Promise<Maker | Failure | undefined> {
  try {
    return url === undefined ? undefined : await makerAt(ask, url);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function wayOf(id: string, maker: Maker | undefined, alertmanager: string | undefined, canary: Canary): Way {
  if (maker?.rule !== undefined && canary.targetsDir !== undefined) return ruledWay(id, maker, alertmanager);
  return postedWay(id, alertmanager === undefined ? (maker?.alertmanagers ?? []) : [alertmanager]);
}

/** Why no metric is sent; undefined if one is. */
function groundOf(maker: Maker | Failure, { targetsDir }: Canary, way: Way, ready: Ready): string | undefined {
  if (targetsDir === undefined) return 'give the folder of a file discovery of Prometheus by --targets-dir';
  if (maker instanceof Failure) return `what Prometheus would do with it is not known: ${maker.message}`;
  const isLoose = way.isRuled && 'section' in ready && ready.section.findings.length > 0;
  return isLoose ? 'the rule of Prometheus would make an alert of it, which might reach others than doctor' : undefined;
}

/**
 * Sends a metric through Prometheus and an alert through Alertmanager to a webhook, and takes both away again. Where a rule for it is loaded, the
 * alert is the rule's; otherwise it is posted. Nothing is sent before it is known that the alert reaches nobody but doctor.
 */
export async function sendCanaries(
  { tell, deadline, prometheus, alertmanager, ...asks }: Chain,
  canary: Canary,
): Promise<readonly Section[]> {
  const id = randomBytes(8).toString('hex');
  tell('canary: where its alert would go');
  const maker = await madeBy(asks.ask, prometheus);
  const way = wayOf(id, maker instanceof Failure ? undefined : maker, alertmanager, canary);
  const flying = (at = ''): Flying => ({
    ...asks,
    signal: deadline.signal,
    id,
    prometheus: prometheus ?? '',
    alertmanager: at,
    hops: new Hops(tell),
  });
  const ready = await readied(flying(), way, canary);
  try {
    const alert = async (): Promise<Section> =>
      'section' in ready ? ready.section : alertFlight(flying(ready.alertmanagers.join(', ')), canary, ready.hook, way.isRuled);
    if (maker === undefined) return [await alert()];
    const ground = groundOf(maker, canary, way, ready);
    if (ground !== undefined) return [unsent('metric', ground), await alert()];
    const metric = flying();
    let told: Section | undefined;
    const meanwhile = async (): Promise<void> => {
      if (way.isRuled) told = await alert();
    };
    const sent = await flight('metric', metric.hops, () => flyMetric(metric, canary, meanwhile));
    return [sent, told ?? (way.isRuled ? unsent('alert', 'its metric did not come so far') : await alert())];
  } finally {
    if ('hook' in ready) await ready.hook.close();
  }
}
