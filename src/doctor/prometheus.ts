import { setTimeout as pause } from 'node:timers/promises';
import type { Ask } from './ask.ts';
import { clockFindings } from './clock.ts';
import type { Exposed } from './exposed.ts';
import { findingOf } from './failure.ts';
import { counted, type Finding, listed, type Section, seconds, wrong } from './finding.ts';
import type { Known } from './known.ts';
import type { Tell } from './options.ts';
import { likeness } from './one-server.ts';
import { type Facts, factsOf } from './prometheus-api.ts';
import { loadedFindings, missingFindings } from './rules.ts';
import { countFindings } from './samples.ts';
import { targetFindings } from './scraped.ts';
import { hadBy, type Judged, judge } from './series.ts';
import { type Expression, expressionsOf, usesOf } from './uses.ts';

/** How long a Prometheus that has just been started may take to scrape and evaluate everything once. */
const settleMs = 20_000;
const pollMs = 250;

const isEvaluated = ({ rules }: Pick<Facts['groups'][number], 'rules'>): boolean => rules.every(({ health }) => health !== 'unknown');
const alerts = ({ groups }: Facts): boolean => groups.some(({ rules }) => rules.some(({ type }) => type === 'alerting'));
/** For seconds after it was started a Prometheus knows no target, and after each reload no Alertmanager. Groups that are seldom due are not waited for. */
const isSettled = (facts: Facts): boolean =>
  facts.targets.length > 0 &&
  facts.targets.every(({ health }) => health !== 'unknown') &&
  (facts.alertmanagers.length > 0 || !alerts(facts)) &&
  facts.groups.every((group) => 1_000 * group.interval >= settleMs || isEvaluated(group));

/** What a Prometheus says of itself once it has scraped and evaluated everything. @throws Failure */
export async function settledFacts(ask: Ask, url: string, tell: Tell): Promise<Facts> {
  const until = Date.now() + settleMs;
  for (;;) {
    const facts = await factsOf(ask, url);
    if (isSettled(facts) || Date.now() > until) return facts;
    tell(`waiting for ${url} to scrape and evaluate everything once`);
    await pause(pollMs);
  }
}

function receiverFindings(facts: Facts, wanted: string | undefined): readonly Finding[] {
  const { url, alertmanagers } = facts;
  const remedy = 'name it in alerting.alertmanagers, and reload';
  if (alertmanagers.length === 0 && wanted === undefined && !alerts(facts)) return [];
  if (alertmanagers.length === 0)
    return [wrong({ check: 'prometheus.alertmanagers', where: url, what: 'it sends alerts to nobody: it knows no Alertmanager', remedy })];
  if (wanted === undefined || alertmanagers.some((each) => likeness(wanted, each))) return [];
  const what = `it sends alerts to ${listed(alertmanagers)}, not to ${wanted}`;
  return [wrong({ check: 'prometheus.alertmanagers', where: url, what, remedy })];
}

const waitingText = ({ waiting }: Judged): string => (waiting.length === 0 ? '' : `known, and without data yet: ${listed(waiting)}`);

const unreadText = (unread: readonly string[]): string =>
  unread.length === 0 ? '' : `queries not looked into, since variables leave too much open, or the language is another: ${listed(unread)}`;

function unevaluatedText({ groups }: Facts): string {
  const late = groups.filter((group) => !isEvaluated(group)).map(({ name, interval }) => `${name} (every ${seconds(interval)})`);
  return late.length === 0 ? '' : `groups of rules that were not evaluated yet: ${listed(late)}`;
}

/** What is asked about a Prometheus. */
export interface Question {
  readonly targets: readonly string[];
  readonly exposed: readonly Exposed[];
  readonly known: Known;
  readonly alertmanager: string | undefined;
  /** What dashboards ask it. */
  readonly expressions: readonly Expression[];
  /** The rules that it should have. */
  readonly rules: readonly string[];
  /** When doctor ends, as `performance.now` has it. */
  readonly until: number;
  readonly tell: Tell;
}

/** Looks at a Prometheus. */
export async function lookAtPrometheus(ask: Ask, facts: Facts, question: Question): Promise<Section> {
  const subject = `Prometheus ${facts.url}`;
  const { targets, groups } = facts;
  const rules = groups.flatMap((group) => group.rules);
  const direct = [
    ...clockFindings(facts.answer),
    ...targetFindings(facts, question.targets),
    ...loadedFindings(facts),
    ...missingFindings(facts, question.rules),
    ...receiverFindings(facts, question.alertmanager),
  ];
  try {
    const { uses, findings, unread } = usesOf([...expressionsOf(groups), ...question.expressions]);
    const judged = judge(uses, await hadBy(ask, facts, uses, question.known));
    question.tell('comparing what Prometheus takes of targets with what they tell, over two scrapes where that differs');
    const counts = await countFindings(ask, facts, question);
    const up = targets.filter(({ health }) => health === 'up').length;
    return {
      subject,
      findings: [...direct, ...findings, ...judged.findings, ...counts.findings],
      seen: [
        `version ${facts.version}`,
        `${up} of ${counted(targets.length, 'target')} up`,
        counted(rules.length, 'rule'),
        counted(uses.length, 'selector'),
      ],
      stated: [waitingText(judged), unreadText(unread), unevaluatedText(facts), ...counts.stated].filter((text) => text !== ''),
    };
  } catch (error) {
    return { subject, findings: [...direct, findingOf(error, 'prometheus.reach')], seen: [], stated: [] };
  }
}
