import { ownLabel } from '../exposition/names.ts';
import type { Ask } from './ask.ts';
import { type Finding, listed, wrong } from './finding.ts';
import { isAutomatic, labelsOf, samples } from './known.ts';
import { dataOf, type Facts, query } from './prometheus-api.ts';
import { meets, selectorText } from './selectors.ts';
import type { Use } from './uses.ts';

/** What Prometheus has, as far as these selectors ask for it. */
export interface Had {
  /** The names of metrics that have data. */
  readonly names: ReadonlySet<string>;
  /** The selectors that match a series now, as texts. */
  readonly matched: ReadonlySet<string>;
  /** What rules record. */
  readonly recorded: ReadonlySet<string>;
  /** The labels that any metric may have: those of targets and of resources. */
  readonly labels: ReadonlySet<string>;
}

/** Labels that Prometheus adds to whatever it scrapes. */
const ofTargets = ['__name__', 'job', 'instance'];

/** Those that are asked at once. */
const abreast = 4;

/** @throws Failure */
export async function hadBy(ask: Ask, { url, groups, targets }: Facts, uses: readonly Use[]): Promise<Had> {
  const names = new Set(dataOf(await ask(`${url}/api/v1/label/__name__/values`)) as string[]);
  const ofResources = dataOf(await ask(`${url}/api/v1/labels?match[]=target_info`)) as string[];
  const labels = new Set([...ofTargets, ...ofResources, ...targets.flatMap((target) => Object.keys(target.labels))]);
  const recorded = new Set(groups.flatMap(({ rules }) => rules.filter(({ type }) => type === 'recording').map(({ name }) => name)));
  const texts = [...new Set(uses.map(({ selector }) => selectorText(selector)))];
  const matched = new Set<string>();
  const next = texts.values();
  const work = async (): Promise<void> => {
    for (const text of next) if ((await query(ask, url, `count(${text})`)).length > 0) matched.add(text);
  };
  await Promise.all(Array.from({ length: abreast }, work));
  return { names, matched, recorded, labels };
}

/** The names that a selector may mean. */
function meant({ selector: { name, matchers } }: Use, all: Iterable<string>): readonly string[] {
  if (name !== undefined) return [name];
  const conditions = matchers.filter(({ label }) => label === '__name__');
  return [...all].filter((each) => conditions.every((condition) => meets(condition, each) !== false));
}

const isKnown = (name: string, { recorded }: Had): boolean => samples.has(name) || recorded.has(name) || isAutomatic(name);

/** Labels that a metric of the catalogue can not have. */
function impossible({ selector: { name = '', matchers } }: Use, { labels }: Had): readonly string[] {
  const definition = samples.get(name);
  if (definition === undefined) return [];
  const own = new Set([...labelsOf(definition).keys(), ownLabel(definition.kind), 'otel_metric_overflow']);
  return matchers.map(({ label }) => label).filter((label) => !own.has(label) && !labels.has(label));
}

/** Why a selector that matches nothing is a fault; undefined if it is none. */
function faultOf(use: Use, had: Had): readonly [check: string, what: string, remedy: string] | undefined {
  const text = selectorText(use.selector);
  const names = meant(use, [...samples.keys(), ...had.names, ...had.recorded]);
  if (!names.some((name) => isKnown(name, had) || had.names.has(name)))
    return [
      'series.unknown',
      `${text}: nobody exposes a metric of this name`,
      'correct the name, as config/metrics.md has it, or start what exposes it',
    ];
  const labels = impossible(use, had);
  if (labels.length > 0)
    return ['series.label', `${text}: the metric has no label ${listed(labels)}`, 'correct the label, as config/metrics.md has it'];
  if (names.some((name) => isKnown(name, had))) return undefined;
  return ['series.none', `${text}: the metric has data, and no series of it is like this`, 'correct the conditions, or wait for such data'];
}

export interface Judged {
  readonly findings: readonly Finding[];
  /** Metrics that are known and have no data yet, or none like this. */
  readonly waiting: readonly string[];
}

/** Which selectors match nothing, and why: one finding for a selector, whoever asks for it. */
export function judge(uses: readonly Use[], had: Had): Judged {
  const empty = uses.filter(({ selector }) => !had.matched.has(selectorText(selector)));
  const bySelector = Object.values(Object.groupBy(empty, ({ selector }) => selectorText(selector)));
  const findings: Finding[] = [];
  const waiting = new Set<string>();
  for (const same of bySelector) {
    const [use] = same as [Use];
    const fault = faultOf(use, had);
    const { name = '' } = use.selector;
    if (fault === undefined) waiting.add(name === '' || had.names.has(name) ? selectorText(use.selector) : name);
    else {
      const [check, what, remedy] = fault;
      findings.push(wrong({ check, where: listed([...new Set(same?.map(({ where }) => where))]), what, remedy }));
    }
  }
  return { findings, waiting: [...waiting].toSorted() };
}
