import type { Definition } from '../catalogue/define.ts';
import type { ParsedFamily } from '../exposition/parse.ts';
import { types } from '../exposition/family.ts';
import { type Exposed, labelOf } from './exposed.ts';
import { type Finding, listed, wrong } from './finding.ts';
import { type Known, labelsOf } from './known.ts';

const overflow = 'otel_metric_overflow';
/** Labels that any series may have. */
const isFree = (label: string): boolean => label === overflow || label.startsWith('otel_scope_');
const remedy =
  'another version of @autonomica/metrics or another library exposes it: have one version everywhere, or rename the other metric';

function kindOf({ type }: ParsedFamily, definition: Definition): string | undefined {
  const due = types[definition.kind];
  return type === due ? undefined : `its type is ${type}, and should be ${due}`;
}

function labelsWrong(family: ParsedFamily, definition: Definition, resource: ReadonlySet<string>): string | undefined {
  const due = labelsOf(definition);
  const labels = new Set(family.rows.flatMap((row) => row.labels.map(([label]) => label)));
  const strange = [...labels].filter((label) => !due.has(label) && !isFree(label) && !resource.has(label));
  if (strange.length > 0) return `it has the label ${listed(strange)}, which the catalogue does not know`;
  const full = family.rows.filter((row) => labelOf(row, overflow) === undefined);
  const missing = [...due].filter(([label, { isOptional }]) => !isOptional && full.some((row) => labelOf(row, label) === undefined));
  return missing.length > 0 ? `there are series of it without the label ${listed(missing.map(([label]) => label))}` : undefined;
}

const text = (bounds: readonly number[]): string => bounds.join(', ') || 'none';

function bucketsWrong(family: ParsedFamily, { kind, buckets = [] }: Definition): string | undefined {
  if (kind !== 'histogram' || family.type !== 'histogram') return undefined;
  const odd = family.rows.map((row) => row.bounds ?? family.bounds).find((bounds) => text(bounds) !== text(buckets));
  if (odd === undefined) return undefined;
  const missing = buckets.filter((bound) => !odd.includes(bound));
  const extra = odd.filter((bound) => !buckets.includes(bound));
  return `its buckets ${[
    ...(missing.length > 0 ? [`lack le ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`have le ${extra.join(', ')} beside those of the catalogue`] : []),
  ].join(' and ')}`;
}

/** The families of a target that are not as the catalogue has them: kind, labels, buckets. */
export function shapeFindings({ url, families }: Exposed, { families: known }: Known): readonly Finding[] {
  const resource = new Set(families.get('target_info')?.rows.flatMap(({ labels }) => labels.map(([label]) => label)));
  return [...families.values()].flatMap((family) => {
    const definition = known.get(family.name);
    if (definition === undefined) return [];
    const faults = [
      ['target.kind', kindOf(family, definition)],
      ['target.labels', labelsWrong(family, definition, resource)],
      ['target.buckets', bucketsWrong(family, definition)],
    ] as const;
    return faults.flatMap(([check, what]) =>
      what === undefined ? [] : [wrong({ check, where: url, what: `${family.name}: ${what}`, remedy })],
    );
  });
}

const plain = (name: string): string => name.replaceAll(/[^a-zA-Z0-9]+/g, '_');
const suffix =
  /_(total|ratio|percent|(nano|micro|milli)?seconds|minutes|hours|milliseconds|(kilo|mega|giga|kibi|mebi|gibi)?bytes|bits|celsius)$/;

/** No name of ours has more of them. */
const mostSuffixes = 4;

function withoutSuffixes(name: string): string {
  let bare = name;
  for (let count = 0; count < mostSuffixes; count++) bare = bare.replace(suffix, '');
  return bare;
}

/** Families that are told in another unit than the catalogue's: each name, and what it should be. */
function misnamed({ families }: Exposed, { families: known }: Known): ReadonlyMap<string, string> {
  // without unit and kind: what is left is the same whichever unit it is told in
  const bare = new Map([...known].map(([due, { name }]) => [plain(name), due]));
  const strange = [...families.keys()].filter((name) => !known.has(name));
  return new Map(
    strange.flatMap((name) => (bare.has(withoutSuffixes(name)) ? [[name, bare.get(withoutSuffixes(name)) ?? ''] as const] : [])),
  );
}

/** The families that are told in another unit than the catalogue's. */
export const unitFindings = (exposed: Exposed, known: Known): readonly Finding[] =>
  [...misnamed(exposed, known)].map(([name, due]) => {
    const what = `${name} should be ${due}: unit or kind differ from the catalogue`;
    return wrong({ check: 'target.unit', where: exposed.url, what, remedy });
  });

/** The families that no catalogue has: an application's own, or those of other libraries. */
export function strangers(exposed: Exposed, known: Known): readonly string[] {
  const wrongly = misnamed(exposed, known);
  return [...exposed.families.keys()].filter((name) => !known.families.has(name) && name !== 'target_info' && !wrongly.has(name));
}

/** The families whose HELP is another than the catalogue's, where they have one: no fault, and a sign of another version. */
export const otherwiseMeant = ({ families }: Exposed, { families: known }: Known): readonly string[] =>
  [...families.values()].filter(({ name, help }) => help !== '' && help !== (known.get(name)?.means ?? help)).map(({ name }) => name);
