import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** The number that a member of an enum is. */
type Literal<T extends number> = number extends T ? number : `${T}` extends `${infer N extends number}` ? N : never;
/** A type as JSON has it: members of an enum by their values. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends number
    ? Literal<T>
    : T extends readonly (infer E)[]
      ? readonly Plain<E>[]
      : T extends (...args: never) => unknown
        ? never
        : T extends object
          ? { readonly [K in keyof T as K extends '_implementsDataqueryVariant' ? never : K]: Plain<T[K]> }
          : T;

type Defaults<Custom> = Plain<Omit<dashboard.FieldConfig, 'custom'>> & { readonly custom?: Plain<Custom> };

/** What a kind of panel may say, in place of the anything that the types of a panel leave. */
type Of<Kind extends string, Options, Custom> = Omit<Plain<dashboard.Panel>, 'type' | 'id' | 'options' | 'fieldConfig' | 'targets'> & {
  readonly type: Kind;
  readonly id: number;
  readonly options: Plain<Options>;
  readonly fieldConfig: { readonly defaults: Defaults<Custom>; readonly overrides: Plain<dashboard.FieldConfigSource['overrides']> };
  readonly targets: readonly Query[];
};

export type Query = Plain<Dataquery>;
export type Panel =
  | Of<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | Of<'stat', stat.Options, never>
  | Of<'table', table.Options, table.FieldConfig>
  | Of<'heatmap', heatmap.Options, heatmap.FieldConfig>
  | Of<'state-timeline', statetimeline.Options, statetimeline.FieldConfig>;
/** A heading, and what is folded below it. */
export type Row = Omit<Plain<dashboard.RowPanel>, 'panels'> & { readonly panels: readonly Panel[] };

export type Place = Plain<dashboard.GridPos>;
export type Step = Plain<dashboard.Threshold>;
export type Override = Plain<dashboard.FieldConfigSource['overrides'][number]>;
export type Variable = Plain<dashboard.VariableModel>;
export type Annotation = Plain<dashboard.AnnotationQuery>;
export type Link = Plain<dashboard.DashboardLink>;

/**
 * A dashboard as Grafana reads it from a file, by the types that it publishes; none of its code is needed.
 * https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export type Dashboard = Omit<Plain<dashboard.Dashboard>, 'panels' | 'templating'> & {
  readonly panels: readonly (Panel | Row)[];
  readonly templating: { readonly list: readonly Variable[] };
};
