import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** A type as JSON has it: members of an enum by their values. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends readonly (infer E)[]
    ? Plain<E>[]
    : T extends (...args: never) => unknown
      ? never
      : T extends object
        ? { [K in keyof T as K extends '_implementsDataqueryVariant' ? never : K]: Plain<T[K]> }
        : T;

interface Fields<Custom> {
  readonly defaults: Plain<Omit<dashboard.FieldConfig, 'custom'>> & { readonly custom?: Plain<Custom> };
  readonly overrides: Plain<dashboard.FieldConfigSource['overrides']>;
}

/** What a kind of panel may say, in place of the anything that the types of a panel leave. */
type Of<Kind extends string, Options, Custom> = Omit<Plain<dashboard.Panel>, 'type' | 'id' | 'options' | 'fieldConfig' | 'targets'> & {
  readonly type: Kind;
  readonly id: number;
  readonly options: Plain<Options>;
  readonly fieldConfig?: Fields<Custom>;
  readonly targets: Plain<Dataquery>[];
};

type Panel =
  | Of<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | Of<'stat', stat.Options, never>
  | Of<'table', table.Options, table.FieldConfig>
  | Of<'heatmap', heatmap.Options, heatmap.FieldConfig>
  | Of<'state-timeline', statetimeline.Options, statetimeline.FieldConfig>;

/** A dashboard as a file has it, by the types that Grafana publishes of it. */
export type Model = Omit<Plain<dashboard.Dashboard>, 'panels'> & {
  readonly panels: (Panel | (Omit<Plain<dashboard.RowPanel>, 'panels'> & { readonly panels: Panel[] }))[];
};
