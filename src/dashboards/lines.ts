import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  GraphGradientMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  type VizTooltipOptions,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Colours, colour } from './colours.ts';
import { type Facts, type Panel, panel, steps, thresholds } from './panel.ts';

export interface Lines extends Facts {
  /** One upon the other, where they add up. */
  readonly stacked?: boolean;
  readonly colours?: Colours;
  /** What a legend in a table says of each line, as Grafana calls it. */
  readonly calcs?: readonly ('mean' | 'max' | 'lastNotNull')[];
  /** What can not be more, and is in sight. */
  readonly most?: number;
  /** What is in sight, whether it is reached or not. */
  readonly upTo?: number;
  readonly legend?: false;
}

function legendOf({ legend, calcs }: Lines): VizLegendOptionsBuilder {
  const of = new VizLegendOptionsBuilder().showLegend(legend ?? true).placement(LegendPlacement.Bottom);
  if (calcs === undefined) return of.displayMode(LegendDisplayMode.List);
  return of.displayMode(LegendDisplayMode.Table).calcs([...calcs]);
}

const tooltip: Builder<VizTooltipOptions> = { build: () => ({ mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending }) };

function paint(drawing: PanelBuilder, { bounds, colours = {} }: Lines): void {
  // the same name has the same colour in every panel
  drawing.colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName));
  const style = bounds === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Dashed;
  const { floor, ...rest } = bounds ?? {};
  // a line of a floor is one of what is bad, seen from above
  const drawn = floor === undefined ? rest : { bad: floor };
  drawing.thresholds(thresholds(steps(drawn, colour.none)));
  drawing.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(style));
  for (const [name, fixedColor] of Object.entries(colours))
    drawing.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor } }]);
}

/** So far the scale goes at least: where all is 0, Grafana's would go to 100. */
const leastScale = ({ unit, upTo }: Lines): number | undefined => upTo ?? (unit === 'percentunit' ? 0.01 : undefined);

/** Values over time, with a dashed line where it stops being good. */
export function lines(id: number, title: string, facts: Lines): Panel {
  const { stacked = false, most } = facts;
  const drawing = new PanelBuilder().legend(legendOf(facts)).tooltip(tooltip).axisSoftMin(0);
  drawing.lineWidth(1).showPoints(VisibilityMode.Auto).gradientMode(GraphGradientMode.None);
  drawing.fillOpacity(stacked ? 40 : 8);
  drawing.stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None));
  const scale = leastScale(facts);
  if (most !== undefined) drawing.max(most);
  else if (scale !== undefined) drawing.axisSoftMax(scale);
  paint(drawing, facts);
  return panel(drawing, id, title, facts);
}
