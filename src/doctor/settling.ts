import type { Ask, Deadline } from './ask.ts';
import type { Tell } from './options.ts';
import { factsOf } from './prometheus-api.ts';
import type { Facts, LoadedGroup } from './prometheus-shape.ts';
import { rest } from './rest.ts';

/** How long a Prometheus that has just been started may take to scrape and evaluate everything once. */
const settleMs = 20_000;
/** The part of the time left that is waited for that: the rest is for what is asked then. */
const most = 0.3;
const pollMs = 250;

export const isEvaluated = ({ rules }: Pick<LoadedGroup, 'rules'>): boolean => rules.every(({ health }) => health !== 'unknown');
export const isAlerting = ({ groups }: Pick<Facts, 'groups'>): boolean =>
  groups.some(({ rules }) => rules.some(({ type }) => type === 'alerting'));

/** For seconds after it was started a Prometheus knows no target, and after each reload no Alertmanager. Groups that are seldom due are not waited for. */
const isSettled = (facts: Facts): boolean =>
  facts.targets.length > 0 &&
  facts.targets.every(({ health }) => health !== 'unknown') &&
  (facts.alertmanagers.length > 0 || !isAlerting(facts)) &&
  facts.groups.every((group) => 1_000 * group.interval >= settleMs || isEvaluated(group));

/** What a Prometheus says of itself once it has scraped and evaluated everything, or else as long as that may be waited for. @throws Failure */
export async function settledFacts(ask: Ask, url: string, { signal, until }: Deadline, tell: Tell): Promise<Facts> {
  const from = performance.now();
  const endsAt = from + Math.min(settleMs, most * (until - from));
  for (;;) {
    const facts = await factsOf(ask, url);
    if (isSettled(facts) || performance.now() + pollMs > endsAt) return facts;
    tell(`waiting for ${url} to scrape and evaluate everything once`);
    await rest(pollMs, signal);
  }
}
