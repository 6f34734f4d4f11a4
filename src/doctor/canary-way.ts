import { canaryAlert } from '../alerts/canary.ts';
import { loadedAt } from './alerting.ts';
import type { Ask } from './ask.ts';
import { type Expected, mustLead } from './canary-lead.ts';
import type { Maker } from './canary-maker.ts';
import { Failure } from './failure.ts';
import { meantBy } from './one-server.ts';
import type { Canary } from './options.ts';
import type { Configuration, Labels } from './routing.ts';

/** How the alert will come to Alertmanager. */
export interface Way extends Expected {
  /** The Alertmanagers that it may come to. */
  readonly alertmanagers: readonly string[];
  /** Whether it comes to all of them, being sent by Prometheus, or to one, being posted. */
  readonly isRuled: boolean;
}

/** The labels of the alert where doctor posts it. */
export const postedLabels = (id: string): Labels => ({ alertname: canaryAlert, severity: 'none', doctor: id });

/** The labels that a rule sets to what it says, and to nothing that it works out. */
const plain = (rule: Labels): Labels => Object.fromEntries(Object.entries(rule).filter(([, value]) => !value.includes('{{')));

/**
 * The way of an alert that Prometheus makes. A target may have any label, by its discovery and relabel_configs, and Prometheus adds more to whatever
 * it sends; what nobody changes who wants to tell alerts apart is what they are called by.
 */
export function ruledWay(id: string, { rule = {}, isRelabelled, alertmanagers }: Maker, given: string | undefined): Way {
  const lasting = { alertname: canaryAlert, doctor: id };
  const known = isRelabelled ? lasting : { ...plain(rule), ...lasting };
  const meant = given === undefined ? undefined : meantBy(given, alertmanagers, (url) => url);
  return {
    labels: known,
    open: (label) => !Object.hasOwn(known, label),
    // by its name here, where it has another there
    alertmanagers: alertmanagers.map((url) => (url === meant ? (given ?? url) : url)),
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
