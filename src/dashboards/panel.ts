import { colour } from './colours.ts';
import { toMore } from './links.ts';
import type { Panel as Model, Place, Query as Target, Step } from './model.ts';
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

type OfKind<P> = P extends Model ? Pick<P, 'type' | 'options' | 'fieldConfig' | 'transformations'> : never;
/** What makes a panel one of its kind. */
type Drawing = OfKind<Model>;

export interface Panel {
  readonly width: number | undefined;
  readonly at: (place: Place) => Model;
}

type Format = NonNullable<Target['format']>;
const refs = 'ABCDEFGH';

function target({ expr, legend }: Query, at: number, format: Format): Target {
  const isNow = format === 'table';
  const named = legend === undefined ? {} : { legendFormat: legend };
  return { refId: refs.charAt(at), datasource: source, expr, ...named, format, range: !isNow, instant: isNow };
}

/** The steps of colour that bounds are; what is not told apart has the colour `normal`. */
export function steps({ warn, bad, floor }: Bounds, normal: string, below: string = normal): readonly Step[] {
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

/** What is the same for all lines and numbers of a panel. */
export const values = ({ unit, none }: Facts) => ({ unit, ...(none !== undefined && { noValue: none }) });
export const thresholds = (of: readonly Step[]) => ({ mode: 'absolute', steps: of }) as const;

/**
 * A panel as its kind draws it, with what every panel has.
 * @param id stays the same for as long as the panel is about the same: links to it have it
 */
export function panel(drawing: Drawing, id: number, title: string, facts: Facts, format: Format = 'time_series'): Panel {
  const { description, queries, more, width } = facts;
  const links = more === undefined ? {} : { links: [toMore(more)] };
  const targets = queries.map((query, at) => target(query, at, format));
  return { width, at: (gridPos) => ({ id, title, description, ...drawing, gridPos, datasource: source, ...links, targets }) };
}
