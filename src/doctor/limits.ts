import { catalogue } from '../catalogue/catalogue.ts';
import { linesPerSeries, seriesLimit } from '../catalogue/budget.ts';
import { metricName } from '../exposition/names.ts';
import type { Check } from './checks.ts';
import { type Exposed, labelOf, valueOf, valuesOf } from './exposed.ts';
import { counted, doubtful, type Finding, listed, wrong } from './finding.ts';
import { families as known } from './known.ts';

const { pipeline } = catalogue;
const label = (name: string): string => name.replaceAll('.', '_');
/** From where on a budget is nearly spent. */
const full = 0.8;

function budgetFindings({ url, families }: Exposed): readonly Finding[] {
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

function seriesFindings({ url, families }: Exposed): readonly Finding[] {
  return [...families.values()].flatMap(({ name, rows }) => {
    const definition = known.get(name);
    if (definition === undefined || rows.length <= seriesLimit(definition) + 1) return [];
    const what = `${name} has ${counted(rows.length, 'series')}, and its limit is ${seriesLimit(definition)}`.replace('seriess', 'series');
    return [wrong({ check: 'target.cardinality', where: url, what, remedy: 'another library exposes it: rename that metric' })];
  });
}

/** A metric of which recordings went elsewhere or nowhere, by the reason. */
function lost(
  { url, families }: Exposed,
  definition: (typeof pipeline)['folded' | 'refused'],
  say: readonly [check: Check, what: string, remedy: string],
): readonly Finding[] {
  const [check, what, remedy] = say;
  const names = valuesOf(families.get(metricName(definition)))
    .filter(({ value }) => value > 0)
    .map(({ row }) => `${labelOf(row, label('autonomica.metric.name'))} (${labelOf(row, label('autonomica.reason'))})`);
  return names.length === 0 ? [] : [doubtful({ check, where: url, what: `${what}: ${listed(names)}`, remedy })];
}

/** What of a target is beyond its limits, or near to them. */
export const limitFindings = (exposed: Exposed): readonly Finding[] => [
  ...budgetFindings(exposed),
  ...seriesFindings(exposed),
  ...lost(exposed, pipeline.folded, [
    'target.folded',
    'recordings went to another series, for want of room',
    'bound the attributes at their source, or raise the limit of the metric',
  ]),
  ...lost(exposed, pipeline.refused, [
    'target.refused',
    'recordings were refused',
    'correct the values at their source: they are no finite numbers',
  ]),
];

type State = (typeof pipeline)['probe' | 'settings'] | (typeof pipeline)['reading']['up'];
const named = ({ families }: Exposed, definition: State, bad: number, attribute: string): readonly string[] =>
  valuesOf(families.get(metricName(definition)))
    .filter(({ value }) => value === bad)
    .map(({ row }) => labelOf(row, label(attribute)) ?? '');

/** What a target itself says is wrong. */
export function ownFindings(exposed: Exposed): readonly Finding[] {
  const where = exposed.url;
  const origin = new URL(where).origin;
  const said = [
    [
      'target.probes',
      'down by their probes',
      named(exposed, pipeline.probe, 0, 'autonomica.probe.name'),
      `see why: npx autonomica-metrics status ${origin}`,
    ],
    [
      'target.settings',
      'variables that it ignored',
      named(exposed, pipeline.settings, 1, 'autonomica.variable'),
      `correct them: npx autonomica-metrics status ${origin}`,
    ],
    [
      'target.readings',
      'what it can not read of the machine',
      named(exposed, pipeline.reading.up, 0, 'autonomica.reading.name'),
      'its log says why: /proc and /sys have to be readable',
    ],
  ] as const;
  return said.flatMap(([check, what, names, remedy]) =>
    names.length === 0 ? [] : [doubtful({ check, where, what: `${what}: ${listed(names)}`, remedy })],
  );
}
