import type { Ask, Deadline } from './ask.ts';
import { clockFindings } from './clock.ts';
import type { Exposed } from './exposed.ts';
import type { Drawn } from './drawn.ts';
import { findingOf } from './failure.ts';
import { counted, type Finding, listed, type Section, seconds, wrong } from './finding.ts';
import type { Known } from './known.ts';
import type { Tell } from './options.ts';
import { likeness } from './one-server.ts';
import type { Facts } from './prometheus-shape.ts';
import { loadedFindings, missingFindings } from './rules.ts';
import { countFindings } from './samples.ts';
import { targetFindings } from './scraped.ts';
import { hadBy, type Judged, judge } from './series.ts';
import { isAlerting, isEvaluated } from './settling.ts';
import { expressionsOf, usesOf } from './uses.ts';

function receiverFindings(facts: Facts, wanted: string | undefined): readonly Finding[] {
  const { url, alertmanagers } = facts;
  const remedy = 'name it in alerting.alertmanagers, and reload';
  if (alertmanagers.length === 0 && wanted === undefined && !isAlerting(facts)) return [];
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
  readonly drawn: Drawn;
  /** The rules that it should have. */
  readonly rules: readonly string[];
  readonly deadline: Deadline;
  readonly tell: Tell;
}

/** What it says of itself that is wrong, without being asked more. */
const directFindings = (facts: Facts, { targets, rules, alertmanager }: Question): readonly Finding[] => [
  ...clockFindings(facts.answer),
  ...targetFindings(facts, targets),
  ...loadedFindings(facts),
  ...missingFindings(facts, rules),
  ...receiverFindings(facts, alertmanager),
];

/** What of it comes to light by asking. @throws Failure */
async function askedOf(ask: Ask, facts: Facts, { drawn, known, exposed, deadline, tell }: Question): Promise<Omit<Section, 'subject'>> {
  const { targets, groups, version } = facts;
  const { uses, findings, unread } = usesOf([...expressionsOf(groups), ...drawn.expressions]);
  const judged = judge(uses, await hadBy(ask, facts, uses, known));
  tell('comparing what Prometheus takes of targets with what they tell, over two scrapes where that differs');
  const counts = await countFindings(ask, facts, { exposed, deadline });
  const up = targets.filter(({ health }) => health === 'up').length;
  const rules = groups.flatMap((group) => group.rules);
  return {
    findings: [...findings, ...judged.findings, ...counts.findings],
    seen: [
      `version ${version}`,
      `${up} of ${counted(targets.length, 'target')} up`,
      counted(rules.length, 'rule'),
      counted(uses.length, 'selector'),
    ],
    stated: [waitingText(judged), unreadText(unread), ...drawn.stated, unevaluatedText(facts), ...counts.stated].filter(
      (text) => text !== '',
    ),
  };
}

/** Looks at a Prometheus. */
export async function lookAtPrometheus(ask: Ask, facts: Facts, question: Question): Promise<Section> {
  const subject = `Prometheus ${facts.url}`;
  const direct = directFindings(facts, question);
  try {
    const { findings, seen, stated } = await askedOf(ask, facts, question);
    return { subject, findings: [...direct, ...findings], seen, stated };
  } catch (error) {
    return { subject, findings: [...direct, findingOf(error, 'prometheus.reach')], seen: [], stated: [] };
  }
}
