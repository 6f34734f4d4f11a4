import type { Effective } from '../environment.ts';
import { wireName } from '../exposition/families.ts';
import { definitions } from '../meters/define.ts';
import type { Instrument } from '../store/instrument.ts';
import type { Store } from '../store/store.ts';
import { metricName } from '../exposition/names.ts';
import type { ProbeState } from './health.ts';

/** What became of an instrumentation. */
export type Attachment = 'attached' | 'library not loaded' | 'version unknown' | 'switched off' | 'failed';

export interface InstrumentationState {
  readonly name: string;
  /** What it measures: `node:http`, `express`. */
  readonly library: string;
  state: Attachment;
  /** Which version, which variable, which error. */
  detail: string;
}

export interface MetricState {
  readonly name: string;
  readonly wire: string;
  readonly kind: string;
  readonly scope: string;
  readonly series: number;
  readonly limit: number;
  readonly folded: number;
  readonly refused: number;
  readonly means: string;
}

/** Everything that answers *why is my metric missing*. */
export interface Status {
  readonly service: string;
  readonly package: string;
  readonly node: string;
  readonly address: string;
  readonly lines: { readonly held: number; readonly limit: number };
  readonly settings: readonly Effective[];
  readonly rejected: readonly { readonly variable: string; readonly problem: string }[];
  readonly instrumentations: readonly InstrumentationState[];
  readonly probes: readonly ProbeState[];
  readonly metrics: readonly MetricState[];
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

const stateOf = (instrument: Instrument): MetricState => ({
  name: instrument.facts.name,
  wire: wireName(instrument),
  kind: instrument.facts.kind,
  scope: instrument.facts.scope.name,
  series: instrument.series.size,
  limit: instrument.series.limit,
  folded: sum(instrument.series.folded),
  refused: sum(instrument.refused),
  means: instrument.facts.means,
});

/** Every metric of the store and every definition, the ones without data once each. */
export function metricStates(store: Store): readonly MetricState[] {
  const all = [...store.instruments].map(stateOf);
  const alive = new Set(all.filter(({ series }) => series > 0).map(({ wire }) => wire));
  const shown = all.filter(({ series, wire, folded, refused }) => series > 0 || folded + refused > 0 || !alive.has(wire));
  const known = new Set(shown.map(({ wire }) => wire));
  for (const definition of definitions()) {
    const wire = metricName(definition);
    if (known.has(wire)) continue;
    const { name, kind, means } = definition;
    shown.push({ name, wire, kind, scope: '', series: 0, limit: definition.limit ?? 0, folded: 0, refused: 0, means });
  }
  return shown.toSorted((a, b) => (a.wire < b.wire ? -1 : 1));
}
