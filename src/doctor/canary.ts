import { randomBytes } from 'node:crypto';
import type { Ask, Deadline } from './ask.ts';
import { delivered, flyAlert } from './canary-alert.ts';
import { type Maker, makerAt } from './canary-maker.ts';
import { flyMetric } from './canary-metric.ts';
import { type Ready, readied, unsent } from './canary-ready.ts';
import { postedWay, ruledWay, type Way } from './canary-way.ts';
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

/** Both canaries, before they fly. */
interface Sending {
  readonly canary: Canary;
  readonly way: Way;
  readonly ready: Ready;
  /** One of them, on its way to these Alertmanagers. */
  readonly flying: (to?: readonly string[]) => Flying;
}

/** Has the alert delivered, if one is sent: that of a rule, or one that is posted. */
function sendAlert({ flying, canary, way, ready }: Sending): Section | Promise<Section> {
  if ('section' in ready) return ready.section;
  const own = flying(ready.alertmanagers);
  return flight('alert', own.hops, async () => {
    if (way.isRuled) await own.hops.take('fired by its rule and delivered', () => delivered(own, canary, ready.hook));
    else await flyAlert(own, canary, ready.hook);
  });
}

/** Why no metric is sent; undefined if one is. */
function groundOf(maker: Maker | Failure, { canary: { targetsDir }, way, ready }: Sending): string | undefined {
  if (targetsDir === undefined) return 'give the folder of a file discovery of Prometheus by --targets-dir';
  if (maker instanceof Failure) return `what Prometheus would do with it is not known: ${maker.message}`;
  return way.isRuled && 'section' in ready ? ready.ground : undefined;
}

/** Has the metric scraped, if one is sent, and the alert delivered: meanwhile, where it is made of the metric. */
async function sendBoth(sending: Sending, maker: Maker | Failure): Promise<readonly Section[]> {
  const ground = groundOf(maker, sending);
  if (ground !== undefined) return [unsent('metric', ground), await sendAlert(sending)];
  const { way, canary, flying } = sending;
  const metric = flying();
  let alert: Section | undefined;
  const meanwhile = async (): Promise<void> => {
    if (way.isRuled) alert = await sendAlert(sending);
  };
  const sent = await flight('metric', metric.hops, () => flyMetric(metric, canary, meanwhile));
  return [sent, alert ?? (way.isRuled ? unsent('alert', 'its metric did not come so far') : await sendAlert(sending))];
}

/** What each of both flies with. */
const flyingOf =
  ({ ask, askLast, tell, deadline: { signal }, prometheus = '' }: Chain, id: string): Sending['flying'] =>
  (to = []) => ({ ask, askLast, signal, id, prometheus, alertmanager: to.join(', '), hops: new Hops(tell) });

/**
 * Sends a metric through Prometheus and an alert through Alertmanager to a webhook, and takes both away again. Where a rule for it is loaded, the
 * alert is the rule's; otherwise it is posted. Nothing is sent before it is known that the alert reaches nobody but doctor.
 */
export async function sendCanaries(chain: Chain, canary: Canary): Promise<readonly Section[]> {
  const id = randomBytes(8).toString('hex');
  chain.tell('canary: where its alert would go');
  const maker = await madeBy(chain.ask, chain.prometheus);
  const way = wayOf(id, maker instanceof Failure ? undefined : maker, chain.alertmanager, canary);
  const flying = flyingOf(chain, id);
  const ready = await readied(flying(), way, canary);
  try {
    const sending = { canary, way, ready, flying };
    return maker === undefined ? [await sendAlert(sending)] : await sendBoth(sending, maker);
  } finally {
    if ('hook' in ready) await ready.hook.close();
  }
}
