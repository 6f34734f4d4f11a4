import { canary } from '../alerts/canary.ts';
import { foreign } from '../alerts/foreign.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { type Definition, definitionsOf, type Tree } from '../catalogue/define.ts';
import { sampleNames, types } from '../exposition/family.ts';
import { labelName, metricName, ownLabel } from '../exposition/names.ts';

/** The metrics that may be there. */
export interface Known {
  /** What is measured, by the name of the family on the wire. */
  readonly families: ReadonlyMap<string, Definition>;
  /** What may be selected, by the name of the lines: what is measured, and what Prometheus and its like say of themselves. */
  readonly samples: ReadonlyMap<string, Definition>;
}

/** The labels of a definition on the wire, and whether a series may lack them. */
export const labelsOf = ({ kind, attributes }: Definition): ReadonlyMap<string, { readonly isOptional: boolean }> =>
  new Map(
    Object.values(attributes).map(({ name, optional = false }) => [labelName(name, ownLabel(kind)), { isOptional: optional }] as const),
  );

/** The names that lines of a definition have. */
function lineNames(definition: Definition): readonly string[] {
  const name = metricName(definition);
  return sampleNames({ name, type: types[definition.kind] }).filter((each) => definition.kind !== 'histogram' || each !== name);
}

/** What this package measures, and an application by a catalogue of its own. */
export function knownOf(own: Tree): Known {
  const measured = [...definitionsOf(catalogue), ...definitionsOf(own)];
  const selectable = [...measured, ...definitionsOf(foreign), canary];
  return {
    families: new Map(measured.map((definition) => [metricName(definition), definition])),
    samples: new Map(selectable.flatMap((definition) => lineNames(definition).map((name) => [name, definition] as const))),
  };
}

/** What Prometheus makes by itself, and what every target of OpenTelemetry's tells. https://prometheus.io/docs/concepts/jobs_instances/ */
const automatic =
  /^(up|target_info|ALERTS|ALERTS_FOR_STATE|scrape_(duration_seconds|samples_(scraped|post_metric_relabeling)|series_added|timeout_seconds|sample_limit|body_size_bytes))$/;
export const isAutomatic = (name: string): boolean => automatic.test(name);
