import { type Colours, colour } from './colours.ts';
import { type Bounds, type Facts, type Panel, panel, steps, thresholds, values } from './panel.ts';

export interface Lines extends Facts {
  /** One upon the other, where they add up. */
  readonly stacked?: boolean;
  readonly colours?: Colours;
  /** What the legend says of each line, as Grafana calls it; it is a table then, which needs room. */
  readonly calcs?: readonly ('lastNotNull' | 'mean' | 'max')[];
  /** What can not be more, and is in sight. */
  readonly most?: number;
  /** What is in sight, whether it is reached or not. */
  readonly upTo?: number;
}

/** A line of a floor is one of what is bad, seen from above. */
const drawn = ({ floor, ...rest }: Bounds): Bounds => (floor === undefined ? rest : { bad: floor });

/** So far the scale goes at least: where all is 0, Grafana's would go to 100. */
const leastScale = ({ unit, upTo }: Lines): number | undefined => upTo ?? (unit === 'percentunit' ? 0.01 : undefined);

function style(facts: Lines) {
  const { stacked = false, bounds, most } = facts;
  const scale = most === undefined ? leastScale(facts) : undefined;
  return {
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: stacked ? 40 : 8,
    showPoints: 'auto',
    stacking: { mode: stacked ? 'normal' : 'none' },
    thresholdsStyle: { mode: bounds === undefined ? 'off' : 'dashed' },
    axisSoftMin: 0,
    ...(scale !== undefined && { axisSoftMax: scale }),
  } as const;
}

/** Values over time, with a dashed line where it stops being good. */
export function lines(id: number, title: string, facts: Lines): Panel {
  const { colours = {}, bounds = {}, calcs = [], most } = facts;
  const options = {
    legend: { displayMode: calcs.length === 0 ? 'list' : 'table', placement: 'bottom', showLegend: true, calcs },
    tooltip: { mode: 'multi', sort: 'desc' },
  } as const;
  const defaults = {
    ...values(facts),
    ...(most !== undefined && { max: most }),
    // by names, two that are seen together may have the same
    color: { mode: 'palette-classic' },
    thresholds: thresholds(steps(drawn(bounds), colour.none)),
    custom: style(facts),
  } as const;
  const overrides = Object.entries(colours).map(([name, fixedColor]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
  }));
  return panel({ type: 'timeseries', options, fieldConfig: { defaults, overrides } }, id, title, facts);
}
