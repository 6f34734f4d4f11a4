import { catalogue } from '../catalogue/catalogue.ts';
import { linesPerSeries, seriesLimit } from '../catalogue/budget.ts';
import type { Definition } from '../catalogue/define.ts';
import { labelName, metricName } from '../exposition/names.ts';
import type { Check } from './checks.ts';
import { type Exposed, labelOf, valueOf, valuesOf } from './exposed.ts';
import { counted, doubtful, type Finding, listed, wrong } from './finding.ts';
import type { Known } from './known.ts';

const { pipeline } = catalogue;
/** From where on a budget is nearly spent. */
const full = 0.8;

function budgetFindings({ url, families }: Exposed, { families: known }: Known): readonly Finding[] {
  const budget = valueOf(families.get(metricName(pipeline.budget))) ?? Number.POSITIVE_INFINITY;
  const held = valueOf(families.get(metricName(pipeline.held))) ?? 0;
  if (held <= full * budget) return [];
  const greatest = [...families.values()]
    .map((family) => ({ name: family.name, lines: family.rows.length * linesPerSeries({ kind: 'gauge', ...known.get(family.name) }) }))
    .toSorted((a, b) => b.lines - a.lines)
    .slice(0, 3);
  const what = `${counted(held, 'line')} of ${budget.toLocaleString('en')} are used, most by ${greatest.map(({ name, lines }) => `${name} (${lines})`).join(', ')}`;
  return [doubtful({ check: 'target.budget', where: url, what, remedy: 'bound their attributes, or raise AUTONOMICA_METRICS_MAX_LINES' })];
}

function seriesFindings({ url, families }: Exposed, { families: known }: Known): readonly Finding[] {
  return [...families.values()].flatMap(({ name, rows }) => {
    const definition = known.get(name);
    if (definition === undefined || rows.length <= seriesLimit(definition) + 1) return [];
    const what = `${name} has ${counted(rows.length, 'series')}, and its limit is ${seriesLimit(definition)}`.replace('seriess', 'series');
    return [wrong({ check: 'target.cardinality', where: url, what, remedy: 'another library exposes it: rename that metric' })];
  });
}

/** What a target tells of by one of its series each, by the label that names it. */
interface Telling {
  readonly check: Check;
  readonly definition: Definition;
  readonly label: string;
  readonly isBad: (value: number) => boolean;
  readonly what: string;
  readonly remedy: string;
}

const { conflicts, folded, refused, probe, settings, reading } = pipeline;
const isPositive = (value: number): boolean => value > 0;
const isZero = (value: number): boolean => value === 0;

const tellings: readonly Telling[] = [
  {
    check: 'target.folded',
    definition: folded,
    label: folded.attributes.metric.name,
    isBad: isPositive,
    what: 'recordings went to another series, for want of room',
    remedy: 'bound the attributes at their source, or raise the limit of the metric',
  },
  {
    check: 'target.refused',
    definition: refused,
    label: refused.attributes.metric.name,
    isBad: isPositive,
    what: 'recordings were refused',
    remedy: 'correct the values at their source: they are no finite numbers',
  },
  {
    check: 'target.dropped',
    definition: conflicts,
    label: conflicts.attributes.metric.name,
    isBad: isPositive,
    what: 'series were left out of the scrape, since another metric has their name',
    remedy: 'rename one of the two metrics',
  },
  {
    check: 'target.probes',
    definition: probe,
    label: probe.attributes.probe.name,
    isBad: isZero,
    what: 'down by their probes',
    remedy: 'npx autonomica-metrics status <its URL> says why',
  },
  {
    check: 'target.settings',
    definition: settings,
    label: settings.attributes.variable.name,
    isBad: isPositive,
    what: 'variables that it ignored',
    remedy: 'correct them: npx autonomica-metrics status <its URL> says what is wrong',
  },
  {
    check: 'target.readings',
    definition: reading.up,
    label: reading.up.attributes.reading.name,
    isBad: isZero,
    what: 'what it can not read of the machine',
    remedy: 'its log says why: /proc and /sys have to be readable',
  },
];

function toldFindings({ url: where, families }: Exposed, { check, definition, label, isBad, what, remedy }: Telling): readonly Finding[] {
  const bad = valuesOf(families.get(metricName(definition))).filter(({ value }) => isBad(value));
  const names = [...new Set(bad.map(({ row }) => labelOf(row, labelName(label)) ?? ''))];
  return names.length === 0 ? [] : [doubtful({ check, where, what: `${what}: ${listed(names)}`, remedy })];
}

/** What of a target is beyond its limits or near to them, and what it itself says is wrong. */
export const limitFindings = (exposed: Exposed, known: Known): readonly Finding[] => [
  ...budgetFindings(exposed, known),
  ...seriesFindings(exposed, known),
  ...tellings.flatMap((telling) => toldFindings(exposed, telling)),
];
