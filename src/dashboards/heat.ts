import { AxisPlacement } from '@grafana/grafana-foundation-sdk/common';
import { HeatmapColorMode, HeatmapColorOptionsBuilder, PanelBuilder, YAxisConfigBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { type Facts, type Panel, panel } from './panel.ts';

/** How values spread over the buckets of a histogram, over time. */
export function heat(id: number, title: string, facts: Facts): Panel {
  const drawing = new PanelBuilder().calculate(false).hideLegend();
  drawing.color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Blues').steps(32));
  drawing.yAxis(new YAxisConfigBuilder().unit(facts.unit).axisPlacement(AxisPlacement.Left));
  return panel(drawing, id, title, facts, PromQueryFormat.Heatmap);
}
