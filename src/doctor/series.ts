import { ownLabel } from '../exposition/names.ts';
import type { Ask } from './ask.ts';
import type { Check } from './checks.ts';
import { type Finding, listed, wrong } from './finding.ts';
import { isAutomatic, type Known, labelsOf } from './known.ts';
import { dataOf, matches } from './prometheus-api.ts';
import type { Facts } from './prometheus-shape.ts';
import { listOf, string } from './read.ts';
import { meets } from './matcher.ts';
import { selectorText } from './selectors.ts';
import type { Use } from './uses.ts';

/** What Prometheus has, as far as these selectors ask for it. */
export interface Had {
  /** The names of metrics that have data. */
  readonly names: ReadonlySet<string>;
  /** The selectors that match a series now, as texts. */
  readonly matched: ReadonlySet<string>;
  /** Those that it can't read: an expression that is none. */
  readonly refused: ReadonlySet<string>;
  /** What rules record. */
  readonly recorded: ReadonlySet<string>;
  /** What it may have. */
  readonly known: Known;
  /** The labels that any metric may have: those of targets and of resources. */
  readonly labels: ReadonlySet<string>;
}

/** Labels that Prometheus adds to whatever it scrapes. */
const ofTargets = ['__name__', 'job', 'instance'];

/** Those that are asked at once. */
const abreast = 4;

/** @throws Failure */
export async function hadBy(ask: Ask, { url, groups, targets }: Facts, uses: readonly Use[], known: Known): Promise<Had> {
  const names = new Set(dataOf(await ask(`${url}/api/v1/label/__name__/values`), listOf(string)));
  const ofResources = dataOf(await ask(`${url}/api/v1/labels?match[]=target_info`), listOf(string));
  const labels = new Set([...ofTargets, ...ofResources, ...targets.flatMap((target) => Object.keys(target.labels))]);
  const recorded = new Set(groups.flatMap(({ rules }) => rules.filter(({ type }) => type === 'recording').map(({ name }) => name)));
  const texts = [...new Set(uses.map(({ selector }) => selectorText(selector)))];
  const [matched, refused] = [new Set<string>(), new Set<string>()];
  const next = texts.values();
  const work = async (): Promise<void> => {
    for (const text of next) {
      const isMatched = await matches(ask, url, text);
      if (isMatched !== false) (isMatched ? matched : refused).add(text);
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
  return { names, matched, refused, recorded, known, labels };
}

/** The names that a selector may mean. */
function meant({ selector: { name, matchers } }: Use, all: Iterable<string>): readonly string[] {
  if (name !== undefined) return [name];
  const conditions = matchers.filter(({ label }) => label === '__name__');
  return [...all].filter((each) => conditions.every((condition) => meets(condition, each) !== false));
}

const isKnown = (name: string, { recorded, known: { samples } }: Had): boolean =>
  samples.has(name) || recorded.has(name) || isAutomatic(name);

/** Labels that a metric of the catalogue can not have. */
function impossible({ selector: { name = '', matchers } }: Use, { labels, known: { samples } }: Had): readonly string[] {
  const definition = samples.get(name);
  if (definition === undefined) return [];
  const own = new Set([...labelsOf(definition).keys(), ownLabel(definition.kind), 'otel_metric_overflow']);
  return matchers.map(({ label }) => label).filter((label) => !own.has(label) && !labels.has(label));
}

interface Fault {
  readonly check: Check;
  readonly what: string;
  readonly remedy: string;
}

/** Why a selector that matches nothing is a fault; undefined if it is none. */
function faultOf(use: Use, had: Had): Fault | undefined {
  const text = selectorText(use.selector);
  if (had.refused.has(text)) return { check: 'series.syntax', what: `${text}: Prometheus can not read it`, remedy: 'mend its expressions' };
  const names = meant(use, [...had.known.samples.keys(), ...had.names, ...had.recorded]);
  if (!names.some((name) => isKnown(name, had) || had.names.has(name))) {
    const remedy = 'correct the name, as config/metrics.md has it, or start what exposes it; a metric of your own is known by --catalogue';
    return { check: 'series.unknown', what: `${use.selector.name ?? text}: nobody exposes a metric of this name`, remedy };
  }
  const labels = impossible(use, had);
  const remedy = 'correct the label, as config/metrics.md has it';
  if (labels.length > 0) return { check: 'series.label', what: `${text}: the metric has no label ${listed(labels)}`, remedy };
  if (names.some((name) => isKnown(name, had))) return undefined;
  const what = `${text}: the metric has data, and no series of it is like this`;
  return { check: 'series.none', what, remedy: 'correct the conditions, or wait for such data' };
}

export interface Judged {
  readonly findings: readonly Finding[];
  /** Metrics that are known and have no data yet, or none like this. */
  readonly waiting: readonly string[];
}

const waitingText = ({ selector }: Use, { names }: Had): string =>
  selector.name === undefined || names.has(selector.name) ? selectorText(selector) : selector.name;

/** Which selectors match nothing, and why: one finding for a fault, whoever asks. */
export function judge(uses: readonly Use[], had: Had): Judged {
  const waiting = new Set<string>();
  const faults = new Map<string, { readonly fault: Fault; readonly where: Set<string> }>();
  for (const use of uses.filter(({ selector }) => !had.matched.has(selectorText(selector)))) {
    const fault = faultOf(use, had);
    if (fault === undefined) {
      waiting.add(waitingText(use, had));
      continue;
    }
    const there = faults.get(fault.what) ?? { fault, where: new Set() };
    there.where.add(use.where);
    faults.set(fault.what, there);
  }
  const findings = [...faults.values()].map(({ fault, where }) => wrong({ ...fault, where: listed([...where]) }));
  return { findings, waiting: [...waiting].toSorted() };
}
