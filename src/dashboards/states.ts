import { LegendDisplayMode, LegendPlacement, VisibilityMode, VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { colour } from './colours.ts';
import { type Facts, type Panel, panel, steps, thresholds } from './panel.ts';

const words = {
  0: { text: 'down', color: colour.critical, index: 0 },
  1: { text: 'up', color: colour.good, index: 1 },
};

/** When something was up, 1, and when it was not, 0. */
export function states(id: number, title: string, facts: Facts): Panel {
  const drawing = new PanelBuilder().showValue(VisibilityMode.Never).mergeValues(true).rowHeight(0.8).fillOpacity(70);
  drawing.legend(new VizLegendOptionsBuilder().showLegend(false).displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom));
  drawing.mappings([{ type: MappingType.ValueToText, options: words }]);
  drawing.thresholds(thresholds(steps({ floor: 1 }, colour.good, colour.critical)));
  return panel(drawing, id, title, facts);
}
