import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type Panel as Model, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { colour } from './colours.ts';
import { toMore } from './links.ts';
import type { Name } from './name.ts';
import { source } from './source.ts';

/** How Grafana prints values: https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit =
  | 'short'
  | 'none'
  | 's'
  | 'bytes'
  | 'Bps'
  | 'percentunit'
  | 'reqps'
  | 'ops'
  | 'cps'
  | 'currencyUSD'
  | 'celsius'
  | 'dateTimeFromNow';

export interface Query {
  readonly expr: string;
  /** A name, or labels in double braces. */
  readonly legend?: string;
}

/** Where a value is no longer good: above a bound, or below a floor. */
export interface Bounds {
  readonly warn?: number | undefined;
  readonly bad?: number | undefined;
  readonly floor?: number | undefined;
}

/** What every kind of panel says. */
export interface Facts {
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  readonly bounds?: Bounds | undefined;
  /** Shown where there are no data, if that is nothing bad. */
  readonly none?: string | undefined;
  /** The dashboard that shows more of it. */
  readonly more?: Name | undefined;
  /** Columns of 24; unset, an equal share of its line. */
  readonly width?: number | undefined;
}

type Drawing = timeseries.PanelBuilder | stat.PanelBuilder | table.PanelBuilder | heatmap.PanelBuilder | statetimeline.PanelBuilder;

export interface Panel {
  readonly width: number | undefined;
  readonly at: (width: number, height: number) => Builder<Model>;
}

const refs = 'ABCDEFGH';

function target({ expr, legend }: Query, at: number, format: PromQueryFormat): DataqueryBuilder {
  const query = new DataqueryBuilder().datasource(source).refId(refs.charAt(at)).expr(expr).format(format);
  if (legend !== undefined) query.legendFormat(legend);
  return format === PromQueryFormat.Table ? query.instant() : query.range();
}

/** The steps of colour that bounds are; what is not told apart has the colour `normal`. */
export function steps({ warn, bad, floor }: Bounds, normal: string, below: string = normal): { value: number | null; color: string }[] {
  if (floor !== undefined)
    return [
      { value: null, color: below },
      { value: floor, color: normal },
    ];
  return [
    { value: null, color: normal },
    ...(warn === undefined ? [] : [{ value: warn, color: colour.warning }]),
    ...(bad === undefined ? [] : [{ value: bad, color: colour.critical }]),
  ];
}

export const thresholds = (of: ReturnType<typeof steps>): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(of);

/**
 * A panel as its kind draws it, with what every panel has.
 * @param id stays the same for as long as the panel is about the same: links to it have it
 */
export function panel(drawing: Drawing, id: number, title: string, facts: Facts, format = PromQueryFormat.TimeSeries): Panel {
  const { description, unit, queries, none, more, width } = facts;
  drawing.id(id).title(title).description(description).datasource(source).unit(unit);
  drawing.targets(queries.map((query, at) => target(query, at, format)));
  if (none !== undefined) drawing.noValue(none);
  if (more !== undefined) drawing.links([toMore(more)]);
  return { width, at: (columns, rows) => drawing.span(columns).height(rows) };
}
